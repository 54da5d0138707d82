"""What the model is worth: one module a tab."""
