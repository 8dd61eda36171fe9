"""The page on which parents talk to the guide."""
