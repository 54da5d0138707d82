"""Credit Panel: explain credit decisions."""
