"""What the client's past credits, months, instalments, cards and applications were, along one time axis."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from credit_panel.charts.figure import Figure, render
from credit_panel.charts.history.applications import applications_figure
from credit_panel.charts.history.arrears import arrears_figure
from credit_panel.charts.history.card import card_figure
from credit_panel.charts.history.credits import credits_figure
from credit_panel.charts.history.instalments import instalments_figure
from credit_panel.errors import PortfolioError
from credit_panel.locale import Translator
from credit_panel.portfolio.history.past import Past, past_of
from credit_panel.views.client.client_view import ClientView
from credit_panel.views.parts.fault_words import fault_words

_FIGURES: dict[str, tuple[Callable[[Past, Translator], Figure | None], tuple[str, ...]]] = {
    "credits": (credits_figure, ("bureau", "previous_application")),
    "arrears": (arrears_figure, ("bureau_balance", "POS_CASH_balance", "credit_card_balance")),
    "instalments": (instalments_figure, ("installments_payments",)),
    "cards": (card_figure, ("credit_card_balance",)),
    "applications": (applications_figure, ("previous_application",)),
}
"""For each figure, by its key, what draws it and the tables it is made from."""


class HistoryView(ClientView):
    """The past of one client; their events are read from disk when the view is drawn, and not kept.

    Examples
    --------
    >>> import credit_panel as cp
    >>> state = cp.ClientState(cp.current_model())
    >>> state.open(100002)
    True
    >>> shown = HistoryView(state=state, language="en")
    """

    style = "client/history"

    def html(self, t: Translator) -> Markup:
        """Return the figures, a sentence in the place of each that has nothing to show, or nothing without a client."""
        client_id, history = self.state.client_id, self.state.served.portfolio.history
        if client_id is None:
            return Markup("")
        try:
            past = past_of(history.events(client_id))
        except PortfolioError as error:
            return render("views", "shell/fault.html", t, {"sentence": fault_words(error, t), "language": t.language})
        parts = [
            {
                "key": key,
                "title": _titles(t)[key],
                "figure": draw(past, t),
                "nothing": _nothing(key, t),
                "missing": [name for name in tables if name in history.missing],
            }
            for key, (draw, tables) in _FIGURES.items()
        ]
        values = {
            "client_id": client_id,
            "parts": parts,
            "empty": past.is_empty,
            "missing": history.missing,
            "years": t.duration(past.first_day),
            "tiles": _tiles(past, t),
        }
        return render("views", "client/history.html", t, values)


def _titles(t: Translator) -> dict[str, str]:
    return {
        "credits": t.gettext("Past credits"),
        "arrears": t.gettext("Months in arrears"),
        "instalments": t.gettext("Instalments paid late or early"),
        "cards": t.gettext("Use of credit cards with us"),
        "applications": t.gettext("Earlier applications with us"),
    }


def _nothing(key: str, t: Translator) -> str:
    """Return what a figure says when the client has nothing for it to show."""
    return {
        "credits": t.gettext("No earlier credit is known, neither with us nor elsewhere."),
        "arrears": t.gettext("No credit of this client is reported month by month."),
        "instalments": t.gettext("This client has had no instalment to pay us."),
        "cards": t.gettext("This client has had no credit card with us."),
        "applications": t.gettext("This is the client's first application with us."),
    }[key]


def _tiles(past: Past, t: Translator) -> list[tuple[str, str, str]]:
    """Return the figures at a glance, as (value, name, note); what is not known is left out."""
    tiles = []
    if past.credits:
        running = sum(credit.status == "running" for credit in past.credits)
        tiles.append(
            (
                t.number(len(past.credits)),
                t.ngettext("credit known", "credits known", len(past.credits)),
                _running(running, t),
            )
        )
    if past.arrears:
        late = {int(month) for arrears in past.arrears for month in arrears.months[arrears.late]}
        tiles.append((t.number(len(late)), t.gettext("months in arrears"), _recent(late, t)))
    if past.instalments is not None:
        paid = past.instalments
        share = float(paid.late.sum()) / float(paid.due.sum())
        tiles.append(
            (
                t.percent(share),
                t.gettext("instalments paid late"),
                t.gettext("of {n} due", n=t.number(int(paid.due.sum()))),
            )
        )
    if past.card is not None:
        latest = past.card.use[-1]
        value = t.percent(latest) if latest == latest else "–"
        tiles.append((value, t.gettext("of the card limit in use"), t.gettext("at the last report")))
    if past.applications:
        refused = sum(application.outcome == "Refused" for application in past.applications)
        tiles.append(
            (
                t.number(refused),
                t.ngettext("earlier refusal", "earlier refusals", refused),
                t.ngettext("of {n} application", "of {n} applications", len(past.applications)),
            )
        )
    return tiles


def _running(n: int, t: Translator) -> str:
    return t.gettext("{n} still running", n=t.number(n)) if n else t.gettext("none still running")


def _recent(late: set[int], t: Translator) -> str:
    n = sum(month >= -12 for month in late)
    return t.gettext("{n} in the last 12 months", n=t.number(n)) if n else t.gettext("none in the last 12 months")
