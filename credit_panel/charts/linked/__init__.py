"""The linked pictures of the portfolio."""
