"""The words that the pages explain, and what each means."""
