"""Where people log in and out, and what they read where they may not go on."""
