"""How artifacts are named: ids and addresses of the Hub, names of repositories."""
