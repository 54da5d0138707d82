"""What the model is worth in pictures."""
