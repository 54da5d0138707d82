"""The whole portfolio under one brush, and the chosen cohort."""
