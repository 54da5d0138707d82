"""A cohort in pictures."""
