"""Months in arrears as strips, one for each place where the client had something to pay."""

from __future__ import annotations

import itertools

import numpy as np

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.history.lanes import Axis, Bar, Group, Key, Lane, lanes_picture
from credit_panel.charts.history.words import level_words
from credit_panel.home_credit.calendar import DAYS_A_MONTH
from credit_panel.locale import Translator
from credit_panel.portfolio.history.past import Past
from credit_panel.portfolio.history.past_arrears import CLOSED, ON_TIME, UNKNOWN, Arrears

_STEP = 8
"""Pixels that each level of arrears is higher than the one before."""

_QUIET = {UNKNOWN: "unknown", CLOSED: "ended", ON_TIME: "ontime"}


def arrears_figure(past: Past, t: Translator) -> Figure | None:
    """Draw a strip of months by source, or return None when no month is reported."""
    if not past.arrears:
        return None
    axis = Axis(past.first_day)
    lanes = [_lane(arrears, axis, t) for arrears in past.arrears]
    picture = lanes_picture(axis, [Group("", lanes)], _legend(past.arrears, t), t)
    return Figure(t.gettext("Months in arrears"), picture, _summary(past.arrears, t), _table(past.arrears, t))


def _lane(arrears: Arrears, axis: Axis, t: Translator) -> Lane:
    late = int(arrears.late.sum())
    return Lane(
        name=_source(arrears, t),
        told=t.gettext("{late} of {n} months", late=t.number(late), n=t.number(len(arrears.months))),
        told_note=t.gettext("at worst {level}", level=level_words(arrears.worst, t)) if late else "",
        height=_ground(arrears) + 2,
        meaning="strip",
        bars=_bars(arrears, axis),
    )


def _ground(arrears: Arrears) -> int:
    """Return how far down the bars stand: no deeper than the highest one needs."""
    return max(4 + _STEP * arrears.worst, 20) + 2


def _bars(arrears: Arrears, axis: Axis) -> list[Bar]:
    """Return one bar a month in arrears, and one for each run of quiet months of one kind."""
    bars, ground = [], _ground(arrears)
    together = zip(arrears.months.tolist(), arrears.levels.tolist(), arrears.tolerated.tolist(), strict=True)
    numbered = [(i - month, month, level, small) for i, (month, level, small) in enumerate(together)]
    for (_, level, small), run in itertools.groupby(numbered, key=lambda entry: (entry[0], entry[2], entry[3])):
        months = [entry[1] for entry in run]
        if level <= ON_TIME:
            left, right = axis.month(months[0])[0], sum(axis.month(months[-1]))
            bars.append(Bar(left, round(right - left, 2), ground - 4, 4, _QUIET[level]))
            continue
        height = 4 + _STEP * level
        for month in months:
            left, width = axis.month(month)
            meaning = f"late level{level}" + (" tolerated" if small else "")
            bars.append(Bar(left, round(width * 0.86, 2), ground - height, height, meaning))
    return bars


def _source(arrears: Arrears, t: Translator) -> str:
    return {
        "elsewhere": t.gettext("Credits elsewhere"),
        "instalments": t.gettext("Instalment credits with us"),
        "cards": t.gettext("Credit cards with us"),
    }[arrears.source]


def _legend(all_arrears: tuple[Arrears, ...], t: Translator) -> list[Key]:
    levels = set(np.concatenate([arrears.levels for arrears in all_arrears]).tolist())
    keys = [
        (ON_TIME in levels, Key("line", "ontime", level_words(ON_TIME, t))),
        (
            max(levels) > ON_TIME,
            Key("bar", "late", t.gettext("in arrears: the higher, the later, in steps of 30 days")),
        ),
        (
            any(arrears.tolerated.any() for arrears in all_arrears),
            Key("bar", "late tolerated", t.gettext("in arrears with a very small sum")),
        ),
        (CLOSED in levels, Key("line", "ended", level_words(CLOSED, t))),
        (UNKNOWN in levels, Key("line", "unknown", level_words(UNKNOWN, t))),
    ]
    return [key for present, key in keys if present]


def _summary(all_arrears: tuple[Arrears, ...], t: Translator) -> str:
    months = np.unique(np.concatenate([arrears.months for arrears in all_arrears]))
    late = np.unique(np.concatenate([arrears.months[arrears.late] for arrears in all_arrears]))
    if not len(late):
        return t.gettext("Never in arrears in the {n} months that are reported.", n=t.number(len(months)))
    worst = max(arrears.worst for arrears in all_arrears)
    return t.gettext(
        "In arrears in {late} of the {n} months that are reported, at worst {level}; the last time {when} before the "
        "application.",
        late=t.number(len(late)),
        n=t.number(len(months)),
        level=level_words(worst, t),
        when=t.duration(float(-late[-1]) * DAYS_A_MONTH),
    )


def _table(all_arrears: tuple[Arrears, ...], t: Translator) -> Table:
    columns = (
        t.gettext("Months before the application"),
        t.gettext("Place"),
        t.gettext("State"),
        t.gettext("Days past due"),
        t.gettext("Credits in arrears"),
    )
    rows = [
        (
            t.number(-int(arrears.months[i])),
            _source(arrears, t),
            level_words(int(arrears.levels[i]), t),
            "" if np.isnan(arrears.days[i]) else t.number(arrears.days[i]),
            t.number(int(arrears.credits[i])),
        )
        for arrears in all_arrears
        for i in reversed(range(len(arrears.months)))
    ]
    return Table(columns, tuple(rows))
