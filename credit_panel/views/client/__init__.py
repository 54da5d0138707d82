"""One client: search and finder, facts, decision, why, history, the advisor's record, and the client's own mode."""
