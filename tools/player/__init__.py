"""Plays the conversations of ``tests/conversations`` through the running guide, and sees what of the guide they reach."""
