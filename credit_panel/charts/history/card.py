"""The use of credit cards: balance over limit by month, and the months in which too little was paid."""

from __future__ import annotations

import numpy as np

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.history.lanes import Axis, Bar, Group, Key, Lane, Mark, Rule, lanes_picture
from credit_panel.locale import Translator
from credit_panel.portfolio.history.past import Past
from credit_panel.portfolio.history.past_card import CardUse

_TOP, _PLOT = 18, 116
_TOPS = (1.0, 1.25, 1.5, 2.0)
"""Shares of the limit at which the axis may end; what lies beyond is drawn to the end with its share written."""


def card_figure(past: Past, t: Translator) -> Figure | None:
    """Draw the use of the cards, or return None when the client had none."""
    card = past.card
    if card is None:
        return None
    axis = Axis(past.first_day)
    lanes = [_use_lane(card, axis, t)]
    if card.below.any():
        lanes.append(_below_lane(card, axis, t))
    over = bool((card.use[~np.isnan(card.use)] > 1).any())
    legend = [
        (True, Key("bar", "early", t.gettext("share of the limit in use"))),
        (over, Key("bar", "late", t.gettext("over the limit"))),
        (bool(card.below.any()), Key("down", "missed", t.gettext("less than the minimum payment"))),
    ]
    picture = lanes_picture(axis, [Group("", lanes)], [key for present, key in legend if present], t)
    return Figure(t.gettext("Use of credit cards with us"), picture, _summary(card, t), _table(card, t))


def _use_lane(card: CardUse, axis: Axis, t: Translator) -> Lane:
    known = card.use[~np.isnan(card.use)]
    highest = float(known.max(initial=0.0))
    top = next((end for end in _TOPS if end >= highest), _TOPS[-1])
    scale, ground = _PLOT / top, _TOP + _PLOT
    bars, marks = [], []
    for month, use in zip(card.months.tolist(), card.use.tolist(), strict=True):
        left, width = axis.month(month)
        if not use > 0:  # nothing to draw of a month without a limit (NaN) either
            continue
        within, above = min(use, 1.0) * scale, (min(use, top) - 1.0) * scale
        height = round(max(within, 1.0), 1)
        bars.append(Bar(left, round(width * 0.86, 2), round(ground - height, 1), height, "early"))
        if above > 0:
            bars.append(Bar(left, round(width * 0.86, 2), round(ground - height - above, 1), round(above, 1), "late"))
        if use > top:
            text = t.percent(use) if use == highest else ""
            marks.append(Mark(round(left + width * 0.43, 2), _TOP - 7, "up", "beyond", text))
    rules = [
        Rule(ground, "", "base"),
        Rule(round(ground - scale / 2, 1), t.percent(0.5)),
        Rule(round(ground - scale, 1), t.gettext("limit (100%)"), "limit"),
    ]
    return Lane(
        name=t.gettext("Balance over limit"),
        note=t.ngettext("{n} card", "{n} cards", card.cards),
        told=t.percent(float(known.mean())) if len(known) else t.gettext("no limit"),
        told_note=t.gettext("in use on average, {top} at most", top=t.percent(highest)) if len(known) else "",
        height=ground + 4,
        meaning="tall",
        bars=bars,
        marks=marks,
        rules=rules,
    )


def _below_lane(card: CardUse, axis: Axis, t: Translator) -> Lane:
    places = [axis.month(month) for month in card.months[card.below].tolist()]
    asked = int((card.minimum > 0).sum())
    return Lane(
        name=t.gettext("Less than the minimum paid"),
        told=t.gettext("{late} of {n} months", late=t.number(len(places)), n=t.number(asked)),
        told_note=t.gettext("with a minimum to pay"),
        height=24,
        marks=[Mark(round(left + width / 2, 2), 12, "down", "missed") for left, width in places],
    )


def _summary(card: CardUse, t: Translator) -> str:
    known = card.use[~np.isnan(card.use)]
    if not len(known):
        return t.gettext(
            "Credit cards are reported for {n} months, none of them with a limit to use.", n=t.number(len(card.months))
        )
    return t.gettext(
        "Over {n} months, {mean} of the limit was in use on average and {top} at most; months over the limit: {over}; "
        "months with less than the minimum paid: {below}.",
        n=t.number(len(card.months)),
        mean=t.percent(float(known.mean())),
        top=t.percent(float(known.max())),
        over=t.number(int((known > 1).sum())),
        below=t.number(int(card.below.sum())),
    )


def _table(card: CardUse, t: Translator) -> Table:
    columns = (
        t.gettext("Months before the application"),
        t.gettext("Balance"),
        t.gettext("Limit"),
        t.gettext("Share in use"),
        t.gettext("Minimum payment"),
        t.gettext("Paid"),
        t.gettext("Less than the minimum"),
    )
    rows = [
        (
            t.number(-int(card.months[i])),
            t.amount(card.balance[i]),
            t.amount(card.limit[i]),
            "" if np.isnan(card.use[i]) else t.percent(card.use[i]),
            t.amount(card.minimum[i]),
            t.amount(card.paid[i]),
            t.gettext("yes") if card.below[i] else t.gettext("no"),
        )
        for i in reversed(range(len(card.months)))
    ]
    return Table(columns, tuple(rows))
