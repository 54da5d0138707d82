"""What a person decides about a proposal, on the page or through the API: by the same rules, in the same records."""
