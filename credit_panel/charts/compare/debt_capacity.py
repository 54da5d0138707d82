"""Debt capacity: instalment, credit and all debts over income, the client beside the average of others."""

from __future__ import annotations

from collections.abc import Sequence

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.home_credit.catalogue import field
from credit_panel.locale import Translator
from credit_panel.locale.quantity import Quantity, decimals
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.statistics.debt_capacity import Capacity


def debt_capacity_figure(capacities: Sequence[Capacity], t: Translator) -> Figure:
    """Draw each ratio of the client over the averages of all, of accepted and of similar clients.

    The averages are means; a ratio whose parts are not known has none.
    """
    names = _names(t)
    panels = []
    for capacity in capacities:
        bars = _bars(capacity)
        most = max((value for value in bars if value is not None), default=0.0) or 1.0
        panels.append(
            {
                "label": t.label(capacity.ratio),
                "name": capacity.ratio,
                "value": _words(capacity.ratio, capacity.own, t),
                "bars": [
                    (name, None if value is None else round(100 * value / most, 1), _words(capacity.ratio, value, t))
                    for name, value in zip(names, bars, strict=True)
                ],
            }
        )
    summary = _summary(capacities, t)
    picture = render("charts", "compare/debt_capacity.html", t, {"panels": panels})
    rows = tuple((t.label(c.ratio), *(_words(c.ratio, value, t) for value in _bars(c))) for c in capacities)
    return Figure(t.gettext("Debt capacity"), picture, summary, Table((t.gettext("Ratio"), *names), rows))


def _bars(capacity: Capacity) -> tuple[float | None, ...]:
    return capacity.own, capacity.similar, capacity.accepted, capacity.everyone


def _names(t: Translator) -> tuple[str, ...]:
    return (
        t.gettext("This client"),
        t.gettext("Similar clients"),
        t.gettext("Proposed for acceptance"),
        t.gettext("All clients"),
    )


def _words(ratio: str, value: float | None, t: Translator) -> str:
    if value is None:
        return t.gettext("not known")
    number, unit = t.value(ratio, value), field(ratio).unit
    if unit == "share":
        return number
    digits = decimals(value, unit)
    return Quantity(t.gettext("{number} × income", number=number), round(value, digits), digits, t.gettext("× income"))


def _summary(capacities: Sequence[Capacity], t: Translator) -> str:
    known = [c for c in capacities if c.own is not None and c.everyone is not None]
    if not known:
        return t.gettext("The income or the amounts of this client are not known: nothing can be compared.")
    above = [c for c in known if (c.own or 0.0) > (c.everyone or 0.0)]
    if not above:
        return t.gettext("On every ratio that is known, this client owes less than the average client.")
    if len(above) == len(known):
        return t.gettext("On every ratio that is known, this client owes more than the average client.")
    first = max(above, key=lambda c: (c.own or 0.0) / (c.everyone or 1.0))
    return t.ngettext(
        "This client owes more than the average on {n} of {m} ratios: {label} ({own} against {mean}).",
        "This client owes more than the average on {n} of {m} ratios, most on: {label} ({own} against {mean}).",
        len(above),
        m=t.number(len(known)),
        label=lower_first(t.label(first.ratio)),
        own=_words(first.ratio, first.own, t),
        mean=_words(first.ratio, first.everyone, t),
    )
