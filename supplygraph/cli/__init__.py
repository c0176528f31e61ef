"""The command line: it reads options, calls the package, and shows what comes back."""
