"""A new application, typed in or from a file."""
