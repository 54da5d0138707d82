"""Applications of today held against those that trained the model."""
