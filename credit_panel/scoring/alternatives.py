"""Less discriminatory alternatives: models that cost little of what this one is worth, and part ages less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from credit_panel.scoring.comparison import Gain
from credit_panel.scoring.fairness import GroupFairness, Rate


@dataclass(frozen=True, slots=True)
class Alternative:
    """One model that was tried, and how it fares on clients that chose nothing.

    Parameters
    ----------
    dropped
        Features that it does not read.
    bound
        Features that may only speak for the group that is accepted least, see `Search`.
    settings
        Settings of the trees that differ from the usual ones.
    auc
        Area under the ROC curve.
    gain
        How much more that is than of the model as it is trained, on the same clients; negative for a loss.
    acceptance
        Share of all clients at or under the threshold.
    groups
        The same and more by band of age.
    admissible
        Whether it lost no more than was allowed, on the clients that choose.
    chosen
        Whether none of the admissible ones was better in both respects there: it is on the frontier.
    """

    dropped: tuple[str, ...]
    bound: tuple[str, ...]
    settings: Mapping[str, float]
    auc: float
    gain: Gain
    acceptance: Rate
    groups: tuple[GroupFairness, ...]
    admissible: bool
    chosen: bool

    @property
    def ratio(self) -> float:
        """Lowest acceptance ratio of a band, NaN where none is given."""
        return lowest_ratio(self.groups)

    @property
    def gap(self) -> float:
        """Largest distance between two bands of the share of those who repaid that are accepted; NaN where unknown."""
        return opportunity_gap(self.groups)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Alternative:
        """Return what `dataclasses.asdict` made plain values of."""
        values = dict(content) | {
            "dropped": tuple(content["dropped"]),
            "bound": tuple(content["bound"]),
            "settings": dict(content["settings"]),
            "gain": Gain(**content["gain"]),
            "acceptance": Rate(**content["acceptance"]),
            "groups": tuple(_group(group) for group in content["groups"]),
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for less discriminatory alternatives found.

    Parameters
    ----------
    version
        Version of the model that they are alternatives to.
    threshold
        Probability above which a refusal counts, the same for every group.
    auc_loss
        Area that an alternative may lose.
    least
        Band of age that was accepted least, whom the search tried to serve better.
    choosing, measured
        Clients that chose the frontier, and others on whom all figures were measured.
    seconds
        Time that it took.
    seed
        Seed of every draw.
    preferred
        Place of the one that the choosing clients put first for that band, within the loss that is allowed.
    alternatives
        The model as it is trained first, then each that was tried.

    Notes
    -----
    Under the doctrine of disparate impact a lender is asked whether another practice would have served its need with
    less harm: Black, E. et al. (2024), Less Discriminatory Algorithms, Washington University Law Review 101; Gillis,
    T. B., Meursault, V. and Ustun, B. (2024), Operationalizing the Search for Less Discriminatory Alternatives in Fair
    Lending, FAccT. That models of one worth differ in whom they refuse: Coston, A., Rambachan, A. and Chouldechova, A.
    (2021), Characterizing Fairness over the Set of Good Models under Selective Labels, ICML. The search drops
    features, binds them, and holds the trees back; it sets no threshold by group, and no model reads a group that the
    served one does not. The best of many owes part of its lead to luck, so one half of the clients chooses and the
    other half is told (Laufer, B., Raghavan, M. and Barocas, S. (2025), What Constitutes a Less Discriminatory
    Algorithm?, asks for no less).
    """

    version: str
    threshold: float
    auc_loss: float
    least: str
    choosing: int
    measured: int
    seconds: float
    seed: int
    preferred: int
    alternatives: tuple[Alternative, ...]

    @property
    def trained(self) -> Alternative:
        """The model as it is trained, on the same clients as the others."""
        return self.alternatives[0]

    @property
    def best(self) -> Alternative:
        """The preferred one; the model itself when nothing served that band better."""
        return self.alternatives[self.preferred]

    @property
    def frontier(self) -> tuple[Alternative, ...]:
        """The chosen ones, from the largest area on."""
        return tuple(sorted((one for one in self.alternatives if one.chosen), key=lambda one: -one.auc))

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Search:
        """Return what `dataclasses.asdict` made plain values of."""
        found = tuple(Alternative.from_json(one) for one in content["alternatives"])
        if not 0 <= int(content["preferred"]) < len(found):
            raise ValueError("the preferred one is none of the alternatives")
        return cls(**{**content, "alternatives": found})


def lowest_ratio(groups: Sequence[GroupFairness]) -> float:
    """Return the lowest acceptance ratio of groups, NaN where none is given."""
    return min((g.acceptance_ratio.value for g in groups if g.acceptance_ratio.value is not None), default=float("nan"))


def opportunity_gap(groups: Sequence[GroupFairness]) -> float:
    """Return the largest distance between groups of the share of those who repaid that are accepted."""
    shares = [1 - group.false_positive.value for group in groups if group.false_positive.value is not None]
    return max(shares) - min(shares) if shares else float("nan")


def frontier_of(worth: np.ndarray, equality: np.ndarray) -> np.ndarray:
    """Tell which points no other is at least as good as in both respects and better in one, shape (n,)."""
    over = (worth[None] >= worth[:, None]) & (equality[None] >= equality[:, None])
    better = (worth[None] > worth[:, None]) | (equality[None] > equality[:, None])
    return ~(over & better).any(axis=1)


def _group(content: Mapping[str, Any]) -> GroupFairness:
    rates: dict[str, Any] = {
        name: Rate(**value) if isinstance(value, Mapping) else value for name, value in content.items()
    }
    return GroupFairness(**rates)
