"""One client's decision in pictures."""
