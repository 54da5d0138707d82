"""Chosen clients as a value, their figures, and their file."""
