"""What happened, on record: proposals shown, decisions, requests and their ends, in a chain that shows tampering."""
