"""Spark: the same tables, features and scores, on as many machines as there are."""
