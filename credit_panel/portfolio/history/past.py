"""What a client's events tell of the past, as values to draw: nothing here knows how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from credit_panel.portfolio.history.past_arrears import Arrears, past_arrears
from credit_panel.portfolio.history.past_card import CardUse, past_card_use
from credit_panel.portfolio.history.past_credits import Credit, PastApplication, past_applications, past_credits
from credit_panel.portfolio.history.past_instalments import Instalments, past_instalments
from credit_panel.portfolio.history.past_months import days_of_month


@dataclass(frozen=True, slots=True)
class Past:
    """A client's past; every time in it is relative to the application, the only clock that the tables have.

    Parameters
    ----------
    credits
        Credits elsewhere and with this lender, oldest first.
    applications
        Earlier applications with this lender, oldest first, whatever became of them.
    arrears
        Month by month, by source.
    instalments, card
        None when there are none.
    events
        How many rows of the tables were read.
    """

    credits: tuple[Credit, ...]
    applications: tuple[PastApplication, ...]
    arrears: tuple[Arrears, ...]
    instalments: Instalments | None
    card: CardUse | None
    events: int

    @property
    def is_empty(self) -> bool:
        """Whether no table knows anything of the client."""
        return self.events == 0

    @property
    def first_day(self) -> int:
        """The earliest day that anything is known of, in days from the application; 0 without any."""
        months = [int(arrears.months[0]) for arrears in self.arrears]
        months += [int(known.months[0]) for known in (self.instalments, self.card) if known is not None]
        days = [credit.start for credit in self.credits] + [application.day for application in self.applications]
        return min([0, *days, *map(days_of_month, months)])


def past_of(events: Mapping[str, pl.DataFrame]) -> Past:
    """Return the past that the events of a client tell; `History.events` reads them."""
    return Past(
        credits=past_credits(events),
        applications=past_applications(events["previous_application"]),
        arrears=past_arrears(events),
        instalments=past_instalments(events["installments_payments"]),
        card=past_card_use(events["credit_card_balance"]),
        events=sum(frame.height for frame in events.values()),
    )
