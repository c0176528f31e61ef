"""Lets `python -m supplygraph` do what the `supplygraph` command does."""

from supplygraph.cli.main import main

main()
