"""Each client's events: written, read, and made into what happened."""
