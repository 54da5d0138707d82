"""What `panel serve` serves: one script a page, and what they share."""
