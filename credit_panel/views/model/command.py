"""The command that builds the served model again, with something changed."""

from __future__ import annotations

from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Policy


def build_command(served: ServedModel, *, policy: Policy | None = None, rule_costs: bool = False) -> str:
    """Return a command line that builds a served model again.

    Parameters
    ----------
    policy
        The policy to ship; None keeps that of the model.
    prices
        Whether to measure the prices of its rules, which is kept where they were measured before.
    """
    manifest, shipped, reference = served.scorer.manifest, policy or served.scorer.policy, Policy()
    source = f"--synthetic --applications {len(served.portfolio)}" if manifest.synthetic else "--tables PATH"
    options = {
        "--seed": manifest.training["seed"] or None,
        "--tune": "MINUTES" if manifest.training["tuning"] else None,
        "--cost-ratio": f"{shipped.cost_ratio:g}" if shipped.cost_ratio != reference.cost_ratio else None,
        "--review-level": f"{shipped.review_level:g}" if shipped.review_level != reference.review_level else None,
    }
    given = "".join(f" {name} {value}" for name, value in options.items() if value is not None)
    measured = " --rule-costs" if rule_costs or manifest.metrics.get("rule_costs") is not None else ""
    return f"credit-panel build {source} --name {manifest.name}{given}{measured}"
