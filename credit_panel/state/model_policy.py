"""The policy that one visitor tries on the training clients, and what would follow; nothing of it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import param

from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome, Policy, Swap, swap_set
from credit_panel.scoring.policy import HIGHEST_LEVEL
from credit_panel.state.model_held_out import HeldOut, held_out_of

LEAST, MOST = 1.0, 100.0
"""Cost ratios that can be tried."""

REVIEW_LEVELS = (0.0, 0.25, 0.5, 0.8, 0.95)
"""Review levels whose effect is shown."""

_MISSING = {True: "review", False: "accept"}
"""What the address says of missing scores, as the option of the command line does."""

Refusal = Literal["", "text", "bounds"]
"""Why the last value was not taken."""


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """What a policy does with the training clients.

    Parameters
    ----------
    policy
        The policy.
    repaid, defaulted
        Clients of either outcome, by what the policy proposes for them.
    cost
        Mean cost a client in units of a good client refused, at the tried cost ratio; a client to review counts on
        the side of the threshold where the probability lies.
    accepted
        Share of the clients on the accepted side of the threshold.
    accepted_default_rate
        Default rate among them.
    reviewed
        Share of the clients who are sent to review.
    """

    policy: Policy
    repaid: Mapping[Outcome, int]
    defaulted: Mapping[Outcome, int]
    cost: float
    accepted: float
    accepted_default_rate: float
    reviewed: float


@dataclass(frozen=True, slots=True)
class ReviewEffect:
    """What a review level does with the training clients.

    Parameters
    ----------
    level
        The review level.
    share
        Share of the clients for whom each outcome is proposed; the shares add up to 1.
    default_rate
        Default rate among them, NaN where there is nobody.
    """

    level: float
    share: Mapping[Outcome, float]
    default_rate: Mapping[Outcome, float]


class PolicyState(param.Parameterized):
    """One visitor's cost ratio, and what they send to review.

    Parameters
    ----------
    served
        The portfolio and model to try it on; shared by all visitors, and immutable.

    Examples
    --------
    >>> import credit_panel as cp
    >>> state = cp.PolicyState(cp.current_model())
    """

    cost_ratio = param.Number(
        default=10.0, bounds=(LEAST, MOST), doc="Good clients refused that one accepted default is taken to cost."
    )

    review_level = param.Number(
        default=0.5, bounds=(0.0, HIGHEST_LEVEL), doc="Level of the interval that is held against the threshold."
    )

    review_missing_scores = param.Boolean(
        default=True, doc="Whether a score that was not supplied sends to review where a bad one would have been worse."
    )

    refusal: param.Selector[Refusal] = param.Selector(
        default="", objects=["", "text", "bounds"], doc="Why the last value was not taken; empty when it was."
    )

    def __init__(self, served: ServedModel, **params: Any) -> None:
        self.served = served
        self.shipped = served.scorer.policy
        self._start = min(max(self.shipped.cost_ratio, LEAST), MOST)
        shipped = {
            "review_level": self.shipped.review_level,
            "review_missing_scores": self.shipped.review_missing_scores,
        }
        super().__init__(**{"cost_ratio": self._start, **shipped, **params})

    @property
    def held_out(self) -> HeldOut:
        """The training clients, each held out."""
        return held_out_of(self.served)

    @property
    def policy(self) -> Policy:
        """The tried policy."""
        return Policy(self.cost_ratio, self.review_level, self.review_missing_scores)

    @property
    def address(self) -> dict[str, str]:
        """What the address says of the tried policy, by part; empty for what is as shipped."""
        missing, shipped = self.review_missing_scores, self.shipped
        return {
            "ratio": "" if self.cost_ratio == self._start else f"{self.cost_ratio:.12g}",
            "review": "" if self.review_level == shipped.review_level else f"{self.review_level:.12g}",
            "missing": "" if missing == shipped.review_missing_scores else _MISSING[missing],
        }

    def follow_address(self, parts: Mapping[str, str]) -> None:
        """Try what an address says, and what is shipped where it says nothing that can be tried."""
        ratio, level = (_number(parts.get(part, "")) for part in ("ratio", "review"))
        missing = {words: review for review, words in _MISSING.items()}
        self.param.update(
            cost_ratio=ratio if LEAST <= ratio <= MOST else self._start,
            review_level=level if level in REVIEW_LEVELS else self.shipped.review_level,
            review_missing_scores=missing.get(parts.get("missing", ""), self.shipped.review_missing_scores),
            refusal="",
        )

    def try_shipped(self) -> None:
        """Go back to the shipped ratio, or to the nearest one that can be tried."""
        self.try_ratio(self._start)

    def try_ratio(self, value: float) -> bool:
        """Take a cost ratio; one outside the bounds is refused and the last good one still counts.

        Returns
        -------
        bool
            Whether it was taken.
        """
        taken = LEAST <= value <= MOST
        self.param.update(refusal="" if taken else "bounds", **({"cost_ratio": float(value)} if taken else {}))
        return taken

    def effect(self) -> PolicyEffect:
        """Return what the tried policy does."""
        return self._effect_of(self.policy)

    def shipped_effect(self) -> PolicyEffect:
        """Return what the shipped policy does, its cost at the tried ratio so that both can be held together."""
        return self._effect_of(self.shipped)

    def review_effects(self) -> tuple[ReviewEffect, ...]:
        """Return what each of some review levels does at the tried ratio, rising; the shipped and the tried one too."""
        levels = sorted({*REVIEW_LEVELS, self.shipped.review_level, self.review_level})
        return tuple(self._review_effect(replace(self.policy, review_level=level)) for level in levels)

    def swaps(self) -> tuple[Swap, ...]:
        """Return who changes side from the shipped to the tried policy."""
        scores = self.held_out.scores
        moved = self.served.scorer.proposals(scores, self.policy)
        return swap_set(scores, replace(scores, outcome=moved), self.held_out.target)

    def _review_effect(self, policy: Policy) -> ReviewEffect:
        bad = self.held_out.target > 0
        outcome = self.served.scorer.proposals(self.held_out.scores, policy)
        groups = {one: outcome == one for one in Outcome}
        return ReviewEffect(
            policy.review_level,
            {one: float(group.mean()) for one, group in groups.items()},
            {one: float(bad[group].mean()) if group.any() else float("nan") for one, group in groups.items()},
        )

    def _effect_of(self, policy: Policy) -> PolicyEffect:
        scores, bad = self.held_out.scores, self.held_out.target > 0
        outcome = self.served.scorer.proposals(scores, policy)
        refused = scores.probability > policy.threshold
        missed, turned_away = float((bad & ~refused).mean()), float((~bad & refused).mean())
        accepted = float((~refused).mean())
        return PolicyEffect(
            policy,
            {one: int(np.sum((outcome == one) & ~bad)) for one in Outcome},
            {one: int(np.sum((outcome == one) & bad)) for one in Outcome},
            self.cost_ratio * missed + turned_away,
            accepted,
            missed / accepted if accepted else float("nan"),
            float((outcome == Outcome.REVIEW).mean()),
        )


def _number(text: str) -> float:
    """Return the number of a part of an address, NaN where it is none."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
