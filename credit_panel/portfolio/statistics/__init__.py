"""Numbers over many clients: spreads, ranks, pairs, axes, default rates."""
