"""One client among others in pictures."""
