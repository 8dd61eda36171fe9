"""Our own dialogue policy."""
