"""What puts the server on a machine: nginx, systemd and containers, filled in from one description of the place."""
