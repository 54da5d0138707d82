"""The commands that change the served model."""

from __future__ import annotations

from credit_panel.home_credit.catalogue.jurisdictions import DEFAULT
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Policy


def policy_command(served: ServedModel, policy: Policy) -> str:
    """Return a command line that has a served model decide by another policy."""
    shipped = served.scorer.policy
    given = f" --review-level {policy.review_level:g}" if policy.review_level != shipped.review_level else ""
    if policy.review_missing_scores != shipped.review_missing_scores:
        given += f" --missing-scores {'review' if policy.review_missing_scores else 'accept'}"
    return f"credit-panel policy {served.scorer.manifest.name} --cost-ratio {policy.cost_ratio:g}{given}"


def build_command(served: ServedModel, *, rule_costs: bool = False) -> str:
    """Return a command line that builds a served model again.

    Parameters
    ----------
    rule_costs
        Whether to measure what its rules cost, which is kept where it was measured before.
    """
    manifest, shipped, reference = served.scorer.manifest, served.scorer.policy, Policy()
    source = f"--synthetic --applications {len(served.portfolio)}" if manifest.synthetic else "--tables PATH"
    options = {
        "--seed": manifest.training["seed"] or None,
        "--train-on": manifest.training["applications"] if manifest.training.get("sample") else None,
        "--tune": "MINUTES" if manifest.training["tuning"] else None,
        "--cost-ratio": f"{shipped.cost_ratio:g}" if shipped.cost_ratio != reference.cost_ratio else None,
        "--review-level": f"{shipped.review_level:g}" if shipped.review_level != reference.review_level else None,
        "--jurisdiction": manifest.jurisdiction if manifest.jurisdiction != DEFAULT else None,
        "--missing-scores": None if shipped.review_missing_scores else "accept",
    }
    given = "".join(f" {name} {value}" for name, value in options.items() if value is not None)
    measured = " --rule-costs" if rule_costs or manifest.metrics.get("rule_costs") is not None else ""
    return f"credit-panel build {source} --name {manifest.name}{given}{measured}"


def alternatives_command(served: ServedModel) -> str:
    """Return a command line that searches less discriminatory alternatives to a served model."""
    return f"credit-panel alternatives {served.scorer.manifest.name}"
