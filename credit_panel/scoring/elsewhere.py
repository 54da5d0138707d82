"""An application that another server scores by the same model: what it is asked, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from credit_panel.errors import CreditPanelError
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.scoring.explanation import Explanation, Value
from credit_panel.scoring.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Scored:
    """An application, scored and explained.

    Parameters
    ----------
    explanation
        The explained decision.
    otherwise
        The points with the theme of each adverse reason as it usually is, see `points_otherwise`.
    """

    explanation: Explanation
    otherwise: Mapping[Theme, float]


ServiceFault = Literal["unreachable", "busy", "refused", "other_model", "nonsense"]
"""Why the other server is of no use, so that another language can say it too."""


class ServiceError(CreditPanelError):
    """The other server does not score.

    Parameters
    ----------
    fault, sentence
        Why not, and the same in English with what to do.
    """

    def __init__(self, fault: ServiceFault, sentence: str) -> None:
        self.fault = fault
        super().__init__(sentence)


Elsewhere = Callable[[Mapping[str, Value], pl.DataFrame], Scored]
"""Scores an application, given by its fields and by what `features_of_application` makes of them.

It waits for a network, and may raise `ServiceError`.
"""

WhatIfElsewhere = Callable[[int, Scenario, pl.DataFrame], Explanation]
"""Scores a client, given by number, under a scenario and by what it makes of their features; as `Elsewhere` does."""

ManyElsewhere = Callable[[pl.DataFrame, Sequence[Mapping[str, pl.DataFrame] | None]], pl.DataFrame]
"""Scores applications as `validate_applications` returns them, each with its histories as `validate_histories` does,
None where none came, in the columns of `score_columns`; as `Elsewhere`."""
