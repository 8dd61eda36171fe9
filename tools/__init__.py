"""What `make` runs: set up, train, serve, chat, check."""
