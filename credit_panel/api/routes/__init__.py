"""The addresses under /api/v1, one module a noun: what is asked, what is answered, and the route between them."""
