"""The command that builds the served model again, with something changed."""

from __future__ import annotations

from credit_panel.portfolio import Book
from credit_panel.scoring import Policy


def build_command(book: Book, *, policy: Policy | None = None, prices: bool = False) -> str:
    """Return a command line that builds the model of a book again.

    Parameters
    ----------
    policy
        The policy to ship; None keeps that of the model.
    prices
        Whether to measure the prices of its rules, which is kept where they were measured before.
    """
    manifest, shipped, usual = book.scorer.manifest, policy or book.scorer.policy, Policy()
    source = f"--synthetic --applications {len(book.portfolio)}" if manifest.synthetic else "--tables PATH"
    options = {
        "--seed": manifest.training["seed"] or None,
        "--tune": "MINUTES" if manifest.training["tuning"] else None,
        "--cost-ratio": f"{shipped.cost_ratio:g}" if shipped.cost_ratio != usual.cost_ratio else None,
        "--review-level": f"{shipped.review_level:g}" if shipped.review_level != usual.review_level else None,
    }
    given = "".join(f" {name} {value}" for name, value in options.items() if value is not None)
    measured = " --prices" if prices or manifest.metrics.get("prices") is not None else ""
    return f"credit-panel build {source} --name {manifest.name}{given}{measured}"
