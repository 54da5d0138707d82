"""What would change: levers, raw fields, their effect."""
