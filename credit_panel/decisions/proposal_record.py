"""What was shown to somebody of a client, as plain values that the journal keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation, Scenario

Tell = Callable[[Explanation, Any], tuple[str, list[str]]]
"""Returns the language and the sentences in which a proposal, with the client's row, stands on screen."""


def proposal_content(
    served: ServedModel,
    explanation: Explanation,
    *,
    data_version: int = 1,
    language: str = "",
    sentences: Iterable[str] = (),
) -> dict[str, Any]:
    """Return a proposal with all it rests on.

    Parameters
    ----------
    data_version
        Version of the client's data that it rests on.
    language, sentences
        The reasons as they stood on screen, and in which language; empty where none were shown.
    """
    return {
        "portfolio": served.portfolio.manifest.seal,
        "data_version": data_version,
        "model": asdict(explanation.model),
        "policy": asdict(served.scorer.policy),
        "probability": explanation.probability,
        "low": explanation.low,
        "high": explanation.high,
        "threshold": explanation.threshold,
        "points": explanation.points,
        "grade": explanation.grade,
        "proposed": str(explanation.outcome),
        "flags": [str(flag) for flag in explanation.flags],
        "language": language,
        "reasons": list(sentences),
        "inputs": {
            each.feature: {"value": each.value, "source": FIELDS[each.feature].source, "points": each.points}
            for each in explanation.contributions
        },
    }


def what_if_content(scenario: Scenario, before: Explanation, after: Explanation) -> dict[str, Any]:
    """Return a what-if: what was changed, and what it came to."""
    return {
        "changes": dict(scenario.changes),
        "settled_debt": scenario.settled_debt,
        **{
            side: {"probability": each.probability, "points": each.points, "outcome": str(each.outcome)}
            for side, each in (("before", before), ("after", after))
        },
    }


def identity_content(served: ServedModel) -> dict[str, Any]:
    """Return what tells which model, policy and portfolio are served."""
    manifest = served.scorer.manifest
    return {
        "portfolio": served.portfolio.manifest.seal,
        "model": asdict(manifest.stamp),
        "files": dict(manifest.files),
        "policy": asdict(served.scorer.policy),
    }
