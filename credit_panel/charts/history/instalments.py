"""Instalments before and after their due dates, month by month, with those paid in part or never."""

from __future__ import annotations

import math

import numpy as np

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.history.lanes import Axis, Bar, Group, Key, Lane, Mark, Rule, lanes_picture
from credit_panel.locale import Translator
from credit_panel.portfolio.history.past import Past
from credit_panel.portfolio.history.past_instalments import LONG_LATE, Instalments

_TOP, _PLOT, _BOTTOM = 18, 132, 18
_ENDS = (5, 10, 15, 30, 45, 60, 90)
"""Days at which each side of the axis may end; what lies beyond is drawn to the end with its days written."""


def instalments_figure(past: Past, t: Translator) -> Figure | None:
    """Draw the days from the due date to the payment, or return None without instalments.

    Each month shows its latest payment upwards and the mean lead of its early payments downwards.
    """
    paid = past.instalments
    if paid is None:
        return None
    axis = Axis(past.first_day)
    lanes = [_days_lane(paid, axis, t)]
    if paid.short.any():
        lanes.append(_count_lane(t.gettext("Paid in part"), paid, paid.short, "diamond", axis, t))
    if paid.unpaid.any():
        lanes.append(_count_lane(t.gettext("Not paid"), paid, paid.unpaid, "cross", axis, t))
    legend = [
        (paid.late.any(), Key("bar", "late", t.gettext("after the due date (the latest of the month)"))),
        (paid.early.any(), Key("bar", "early", t.gettext("before the due date (mean of the early ones)"))),
        (paid.short.any(), Key("diamond", "missed", t.gettext("month with an instalment paid in part"))),
        (paid.unpaid.any(), Key("cross", "missed", t.gettext("month with an instalment not paid"))),
    ]
    picture = lanes_picture(axis, [Group("", lanes)], [key for present, key in legend if present], t)
    return Figure(t.gettext("Instalments paid late or early"), picture, _summary(paid, t), _table(paid, t))


def _days_lane(paid: Instalments, axis: Axis, t: Translator) -> Lane:
    up, down = _end(paid.worst[paid.worst > 0]), _end(paid.ahead[paid.ahead > 0])
    scale = _PLOT / (up + down)
    level = _TOP + up * scale
    bars, marks = [], []
    worst = int(paid.worst.max(initial=0))
    for month, late, ahead in zip(paid.months.tolist(), paid.worst.tolist(), paid.ahead.tolist(), strict=True):
        left, width = axis.month(month)
        if late > 0:
            height = round(min(late, up) * scale, 1)
            bars.append(Bar(left, round(width * 0.86, 2), round(level - height, 1), height, "late"))
        if late > up:
            text = t.ngettext("{n} day", "{n} days", late) if late == worst else ""
            marks.append(Mark(left + round(width * 0.43, 2), _TOP - 7, "up", "beyond", text))
        if ahead > 0:
            height = round(max(min(ahead, down) * scale, 1.0), 1)
            bars.append(Bar(left, round(width * 0.86, 2), round(level, 1), height, "early"))
    rules = [
        Rule(_TOP, t.ngettext("{n} day late", "{n} days late", up)),
        Rule(round(level, 1), t.gettext("on the due date"), "base"),
        Rule(_TOP + _PLOT, t.ngettext("{n} day early", "{n} days early", down), below=True),
    ]
    late_share = float(paid.late.sum()) / float(paid.due.sum())
    return Lane(
        name=t.gettext("Days from the due date"),
        note=t.gettext("up: late; down: early"),
        told=t.gettext("{share} late", share=t.percent(late_share)),
        told_note=_median_words(paid.median, t),
        height=_TOP + _PLOT + _BOTTOM,
        meaning="tall",
        bars=bars,
        marks=marks,
        rules=rules,
    )


def _count_lane(name: str, paid: Instalments, counts: np.ndarray, shape: str, axis: Axis, t: Translator) -> Lane:
    places = [axis.month(month) for month in paid.months[counts > 0].tolist()]
    return Lane(
        name=name,
        told=t.number(int(counts.sum())),
        height=24,
        marks=[Mark(round(left + width / 2, 2), 12, shape, "missed") for left, width in places],
    )


def _end(days: np.ndarray) -> int:
    """Return where a side of the axis ends: the first of `_ENDS` that holds nearly all months."""
    wanted = float(np.quantile(days, 0.95)) if len(days) else 0.0
    return next((end for end in _ENDS if end >= wanted), _ENDS[-1])


def _median_words(median: float, t: Translator) -> str:
    if math.isnan(median):
        return t.gettext("no payment is known")
    days = round(abs(median))
    if days == 0:
        return t.gettext("half are paid by the due date")
    if median < 0:
        return t.ngettext("half are paid {n} day early or more", "half are paid {n} days early or more", days)
    return t.ngettext("half are paid {n} day late or more", "half are paid {n} days late or more", days)


def _summary(paid: Instalments, t: Translator) -> str:
    due, late, short, unpaid = (int(part.sum()) for part in (paid.due, paid.late, paid.short, paid.unpaid))
    sentences = [_late(due, late, int(paid.worst.max(initial=0)), t)]
    if paid.very_late:
        sentences.append(
            t.ngettext(
                "{n} came more than {limit} days late.",
                "{n} came more than {limit} days late.",
                paid.very_late,
                limit=t.number(LONG_LATE),
            )
        )
    if short:
        sentences.append(t.ngettext("{n} was paid in part.", "{n} were paid in part.", short))
    if unpaid:
        sentences.append(t.ngettext("{n} was not paid.", "{n} were not paid.", unpaid))
    return " ".join(sentences)


def _late(due: int, late: int, worst: int, t: Translator) -> str:
    if not late:
        return t.ngettext(
            "The one instalment due was not paid late.", "None of the {n} instalments due was paid late.", due
        )
    return t.ngettext(
        "{n} of {due} instalments due was paid late, {worst} after its date.",
        "{n} of {due} instalments due were paid late, the worst {worst} after its date.",
        late,
        due=t.number(due),
        worst=t.ngettext("{n} day", "{n} days", worst),
    )


def _table(paid: Instalments, t: Translator) -> Table:
    columns = (
        t.gettext("Months before the application"),
        t.gettext("Instalments due"),
        t.gettext("Paid early"),
        t.gettext("Paid late"),
        t.gettext("Latest payment, days after the due date"),
        t.gettext("Paid in part"),
        t.gettext("Not paid"),
        t.gettext("Amount due"),
        t.gettext("Amount left out"),
    )
    rows = [
        (
            t.number(-int(paid.months[i])),
            *(t.number(int(part[i])) for part in (paid.due, paid.early, paid.late, paid.worst)),
            *(t.number(int(part[i])) for part in (paid.short, paid.unpaid)),
            *(t.amount(float(part[i])) for part in (paid.owed, paid.left_out)),
        )
        for i in reversed(range(len(paid.months)))
    ]
    return Table(columns, tuple(rows))
