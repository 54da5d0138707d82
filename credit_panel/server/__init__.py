"""The server's process: where it listens, what it is started with. It needs nothing but Python to be checked."""
