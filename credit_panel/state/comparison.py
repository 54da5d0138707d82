"""What one visitor holds the open client against: a group of others, one feature, and another against it."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np
import param
from param.parameters import NoNone

from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio import Among, Between, Cohort, OneOf, Portfolio, ServedModel
from credit_panel.portfolio.similar import similar_clients
from credit_panel.portfolio.statistics.debt_capacity import Capacity, debt_capacity
from credit_panel.portfolio.statistics.group_distribution import (
    GroupDistribution,
    LevelDistribution,
    distribution_of_groups,
)
from credit_panel.portfolio.statistics.joint_sample import JointSample, joint_sample_of
from credit_panel.portfolio.statistics.measure import has_levels
from credit_panel.portfolio.statistics.percentile_rank import PercentileRank, percentile_ranks
from credit_panel.scoring.neighbours import FEWEST
from credit_panel.scoring.themes import strongest_told
from credit_panel.state.client import ClientState
from credit_panel.state.cohort import CohortState

EVERYONE, COHORT, SIMILAR = "everyone", "cohort", "similar"
STRONGEST = 10
"""How many of the client's strongest features are held against the group at once."""

NEAR_INCOME = 0.2
"""How far the income of a client of the same means may lie from this one's, as a share of it."""


class ComparisonState(param.Parameterized):
    """One visitor's comparison; the group and the features stay as chosen when another client is opened.

    Examples
    --------
    >>> import credit_panel as cp
    >>> client = cp.ClientState(cp.current_model(), 100002)
    >>> state = cp.ComparisonState(client=client, cohort=cp.CohortState(client.served))
    """

    client = param.ClassSelector(class_=ClientState, allow_None=NoNone, doc="The visitor's client.")

    cohort = param.ClassSelector(class_=CohortState, allow_None=NoNone, doc="The visitor's cohort.")

    group: param.Selector[str] = param.Selector(
        default=EVERYONE, objects=[EVERYONE, COHORT, SIMILAR], doc="Whom the client is held against."
    )

    feature = param.String(default="", doc="The feature that is shown; empty for the client's strongest.")

    other = param.String(default="", doc="The number drawn against it; empty for the next strongest.")

    def __init__(self, **params: Any) -> None:
        self._similar: tuple[int | None, np.ndarray] | None = None
        super().__init__(**params)
        self._follow_cohort()

    @param.depends("cohort.cohort", watch=True)
    def _follow_cohort(self) -> None:
        """Show a cohort as soon as there is one, and everyone when there is none any more."""
        if self.cohort.cohort.is_everyone:
            self.group = EVERYONE if self.group == COHORT else self.group
        else:
            self.group = COHORT

    def restore(self, feature: str, other: str, group: str) -> None:
        """Take what an address says; what is none of those that are offered is the usual one."""
        usual = EVERYONE if self.cohort.cohort.is_everyone else COHORT
        self.param.update(
            feature=feature if feature and feature in self.offered else "",
            other=other if other and other in self.offered else "",
            group=group if group in (EVERYONE, SIMILAR) else usual,
        )

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio of the clients."""
        return self.client.served.portfolio

    @property
    def own(self) -> dict[str, Any]:
        """The client's values by column."""
        return {} if self.client.row is None else self.client.row.row(0, named=True)

    @property
    def strongest(self) -> tuple[str, ...]:
        """The features that moved the client's points most, strongest first; age and what else is no reason is none."""
        explanation = self.client.explanation
        return () if explanation is None else strongest_told(explanation, STRONGEST)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """Every feature that may be shown, in the order of the portfolio.

        They are the features of the model, the fields of the application and the ratios of the budget; characteristics
        that are protected or say nothing of the client are none of them.
        """
        return comparable(self.client.served)

    @property
    def shown(self) -> str:
        """The feature on screen."""
        return self.feature if self.feature in self.offered else next(iter(self.strongest), "")

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The offered features that are numbers."""
        return tuple(name for name in self.offered if not has_levels(self.portfolio, name))

    @property
    def against(self) -> str:
        """The number drawn against the feature on screen; empty when there is none."""
        if self.other in self.numbers and self.other != self.shown:
            return self.other
        able = (n for n in (*self.strongest, "AMT_INCOME_TOTAL", "AMT_CREDIT") if n in self.numbers)
        return next((name for name in able if name != self.shown), "")

    @property
    def among(self) -> Among:
        """The clients of the group."""
        if self.group == SIMILAR:
            return self.similar
        return self.cohort.cohort.expression() if self.group == COHORT else None

    @property
    def size(self) -> int:
        """How many clients the group has."""
        if self.group == SIMILAR:
            return len(self.similar)
        return self.cohort.count if self.group == COHORT else len(self.portfolio)

    @property
    def too_few(self) -> bool:
        """Whether the group is too small for any figure of it."""
        return self.size < FEWEST

    @property
    def similar(self) -> np.ndarray:
        """Numbers of the clients most similar to the open one, looked for once a client."""
        explanation = self.client.explanation
        if explanation is None:
            return np.array([], dtype=np.int64)
        if self._similar is None or self._similar[0] != explanation.client_id:
            self._similar = (explanation.client_id, similar_clients(self.portfolio, explanation))
        return self._similar[1]

    def spread(self) -> GroupDistribution | LevelDistribution:
        """Return how the feature on screen is spread over the group."""
        return distribution_of_groups(self.portfolio, self.among, self.own, self.shown)

    def percentile_ranks(self) -> tuple[PercentileRank, ...]:
        """Return where the client stands among the group in their strongest features."""
        return percentile_ranks(self.portfolio, self.among, self.own, self.strongest)

    def pair(self) -> JointSample | None:
        """Return the feature on screen against the other; None when either is no number."""
        if not self.against or has_levels(self.portfolio, self.shown):
            return None
        return joint_sample_of(self.portfolio, self.among, self.own, self.shown, self.against)

    def capacity(self) -> tuple[Capacity, ...]:
        """Return the client's debt capacity beside that of others."""
        return debt_capacity(self.portfolio, self.own, self.similar)

    def near(self) -> dict[str, Cohort]:
        """Return cohorts made from the client, by key: of the same means, of the same age, of the same work."""
        own, found = self.own, {}
        contract, income = own.get("NAME_CONTRACT_TYPE"), own.get("AMT_INCOME_TOTAL")
        if contract is not None and income is not None:
            around = Between(math.floor(income * (1 - NEAR_INCOME)), math.ceil(income * (1 + NEAR_INCOME)))
            found["means"] = Cohort({"NAME_CONTRACT_TYPE": OneOf(frozenset({contract})), "AMT_INCOME_TOTAL": around})
        if own.get("DAYS_BIRTH") is not None:
            found["age"] = Cohort({"DAYS_BIRTH": _decade(own["DAYS_BIRTH"])})
        work = {n: OneOf(frozenset({own[n]})) for n in ("NAME_INCOME_TYPE", "NAME_EDUCATION_TYPE") if own.get(n)}
        if work:
            found["work"] = Cohort(work)
        return found

    def take(self, key: str) -> None:
        """Make the cohort one of those of `near`, and hold the client against it."""
        self.cohort.read(self.near()[key].encode())
        self.group = COHORT


def _decade(days_birth: int) -> Between:
    """Return the days of birth of those in the same ten years of age: 40 to 49, say."""
    first = math.floor(-days_birth / DAYS_A_YEAR / 10) * 10
    return Between(math.floor(-(first + 10) * DAYS_A_YEAR) + 1, math.floor(-first * DAYS_A_YEAR))


def comparable(served: ServedModel) -> tuple[str, ...]:
    """Return the features that a client may be compared by, see `ComparisonState.offered`."""
    wanted = {*served.scorer.features, *RAW_FIELDS}
    wanted.update(name for name, entry in FIELDS.items() if entry.theme == "budget")
    return tuple(n for n in served.portfolio.schema if n in wanted and FIELDS[n].excluded is None)
