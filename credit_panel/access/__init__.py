"""Who may: users with their roles, the actions that a role grants, sessions, keys of the API."""
