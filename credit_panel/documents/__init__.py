"""Documents about a decision, set in type as tagged PDF: the letter to a client."""
