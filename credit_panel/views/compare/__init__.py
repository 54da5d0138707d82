"""The client among others."""
