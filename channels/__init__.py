"""The doors. They know no law."""
