"""Two files side by side: what was proposed, what is asked for, what moved the points, and where they differ."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from credit_panel.charts.client.contributions import untold_words
from credit_panel.charts.figure import Table, render
from credit_panel.decisions.outcome_words import decided_words, outcome_words
from credit_panel.features.absence import absence_of
from credit_panel.home_credit.calendar import DAYS_A_MONTH, DAYS_A_YEAR
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.locale import Translator
from credit_panel.locale.quantity import decimals, time_parts
from credit_panel.locale.typography import lower_first
from credit_panel.scoring.rounding import whole_points
from credit_panel.scoring.themes import may_be_told
from credit_panel.state.pair import WHAT_IF, PairState, Side
from credit_panel.views.client.facts import CLIENT, REQUEST
from credit_panel.views.parts.html_block import HtmlBlock, Pressed

_DAYS = {"days": 1.0, "months": DAYS_A_MONTH, "years": DAYS_A_YEAR}
"""Units of a time, in days."""

STRONGEST = 8
"""How many features are shown that tell the two most apart."""

RECENT = 3
"""How many of the last opened clients are one click away."""

Row = tuple[str, str, str, str]


class PairBlock(HtmlBlock):
    """The box for the second file, and the table of both."""

    sheets = ("compare/pair",)

    def __init__(self, **params: Any) -> None:
        self.pair: PairState | None = None
        super().__init__(**{"status": "", **params})
        self.on_message(self._take)

    def fill(self, t: Translator) -> None:
        """Draw both files in the language of `t`."""
        self.visible = self.pair is not None
        if self.pair is not None:
            self.param.update(block=str(pair_html(self.pair, t)), status=pair_sentence(self.pair.sides(), t))

    def _take(self, message: Pressed) -> None:
        if self.pair is not None and message.action in ("second", "clear"):
            self.pair.choose(message.value if message.action == "second" else "")


def pair_html(pair: PairState, t: Translator) -> Markup:
    """Return the box and, once there are two files, their table as safe HTML."""
    sides, groups, table = pair.sides(), [], None
    if sides is not None:
        groups = [group for group in pair_groups(sides, t) if group[1]]
        columns = (t.gettext("What"), *_names(sides, t), t.gettext("Difference"))
        table = Table(columns, tuple(row for _, rows in groups for row in rows))
    recent = [number for number, _ in pair.client.recent if number != pair.client.client_id][:RECENT]
    values = {
        "second": "" if pair.second == WHAT_IF else pair.unknown or pair.second,
        "what_if": pair.second == WHAT_IF,
        "offers_what_if": pair.scenario is not None,
        "what_if_key": WHAT_IF,
        "chosen": bool(pair.second),
        "recent": [str(number) for number in recent],
        "wrong": t.gettext("No client has the number {number}.", number=pair.unknown) if pair.unknown else "",
        "own": bool(pair.second) and sides is None,
        "sentence": pair_sentence(sides, t),
        "groups": groups,
        "table": table,
        "number": pair.client.client_id,
    }
    return render("views", "compare/pair.html", t, values)


def pair_sentence(sides: tuple[Side, Side] | None, t: Translator) -> str:
    """Return the difference in a sentence; empty while there is no second file."""
    if sides is None:
        return ""
    first, second = (side.explanation for side in sides)
    gained = round(second.points) - round(first.points)
    themes = [whole_points(side.explanation).themes for side in sides]
    moved = {key: themes[1].get(key, 0) - themes[0].get(key, 0) for key in {**themes[0], **themes[1]}}
    most = max(moved, key=lambda key: (abs(moved[key]), key), default=None)
    said = t.gettext(
        "{first}: {first_outcome}, {first_points} points. {second}: {second_outcome}, {second_points} points "
        "({gained}).",
        first=_names(sides, t)[0],
        first_outcome=lower_first(outcome_words(first.outcome, t)),
        first_points=t.number(first.points),
        second=_names(sides, t)[1],
        second_outcome=lower_first(outcome_words(second.outcome, t)),
        second_points=t.number(second.points),
        gained=t.signed(gained),
    )
    if most is None or not moved[most]:
        return said
    more = t.gettext(
        "What tells them apart most: {theme} ({points}).",
        theme=lower_first(THEMES[most][t.language]),
        points=t.signed(moved[most]),
    )
    return f"{said} {more}"


def pair_groups(sides: tuple[Side, Side], t: Translator) -> list[tuple[str, list[Row]]]:
    """Return the rows of the table under their headings; the points of themes add up to those of the clients."""
    return [
        (t.gettext("Result"), _result(sides, t)),
        (t.gettext("Request"), _facts(REQUEST, sides, t)),
        (t.gettext("Client"), _facts(CLIENT, sides, t)),
        (t.gettext("What moved the points"), _themes(sides, t)),
        (t.gettext("Features that tell them apart most, with their points"), _features(sides, t)),
    ]


def _names(sides: tuple[Side, Side], t: Translator) -> tuple[str, str]:
    first, second = (side.explanation.client_id for side in sides)
    if first == second:
        return t.gettext("As it is"), t.gettext("With the changes")
    return t.gettext("Client {number}", number=first), t.gettext("Client {number}", number=second)


def _result(sides: tuple[Side, Side], t: Translator) -> list[Row]:
    first, second = (side.explanation for side in sides)
    rows = [_words(t.gettext("Proposal"), outcome_words(first.outcome, t), outcome_words(second.outcome, t), t)]
    if any(side.decided for side in sides):
        decided = ["–" if side.decided is None else decided_words(side.decided, t) for side in sides]
        rows.append(_words(t.gettext("Decision"), decided[0], decided[1], t))
    risks = t.percent(first.probability), t.percent(second.probability)
    spans = [
        "–" if e.low is None or e.high is None else t.between(t.percent(e.low), t.percent(e.high))
        for e in (first, second)
    ]
    return [
        *rows,
        (
            t.gettext("Probability of default"),
            *risks,
            "=" if risks[0] == risks[1] else _share_moved(first.probability, second.probability, t),
        ),
        (t.gettext("Interval"), spans[0], spans[1], ""),
        _whole(t.gettext("Points"), (round(first.points), round(second.points)), t),
        _words(t.gettext("Grade"), first.grade, second.grade, t),
    ]


def _facts(names: tuple[str, ...], sides: tuple[Side, Side], t: Translator) -> list[Row]:
    return [_fact(n, sides, t) for n in names if all(n in side.values for side in sides)]


def _as_read(days: float) -> float:
    """Return a time as `Translator.duration` says it, so that 25 years and 52 years lie 27 years apart."""
    years, months, rest = time_parts(days)
    return rest + (12 * years + months) * DAYS_A_MONTH


def _fact(name: str, sides: tuple[Side, Side], t: Translator) -> Row:
    first, second = (side.values[name] for side in sides)
    own, other = (t.value(name, side.values[name], absence_of(name, side.values)) for side in sides)
    numbers = all(isinstance(value, int | float) for value in (first, second))
    if own == other or not numbers or FIELDS[name].unit == "flag":
        return _words(t.label(name), own, other, t)
    if FIELDS[name].unit == "share":
        return (t.label(name), own, other, _share_moved(first, second, t))
    if FIELDS[name].unit not in _DAYS:
        moved = float(second - first)
        return (t.label(name), own, other, t.signed(moved, decimals(moved, FIELDS[name].unit)))
    # both count back from the application, and are read as a time
    first, second = (_as_read(abs(value) * _DAYS[FIELDS[name].unit]) for value in (first, second))
    sign = "+" if second > first else "\N{MINUS SIGN}"
    return (t.label(name), own, other, f"{sign}\N{NARROW NO-BREAK SPACE}{t.duration(second - first)}")


def _themes(sides: tuple[Side, Side], t: Translator) -> list[Row]:
    first, second = (whole_points(side.explanation) for side in sides)
    themes = sorted({**first.themes, **second.themes}, key=lambda key: -abs(first.themes.get(key, 0)))
    rows = [_whole(t.gettext("All applications start at"), (first.base, second.base), t)]
    for key in themes:
        points = (first.themes.get(key, 0), second.themes.get(key, 0))
        rows.append(_whole(THEMES[key][t.language], points, t, signed=True))
    if first.untold or second.untold:
        untold = (first.untold, second.untold)
        rows.append(_whole(untold_words(sides[0].explanation, t), untold, t, signed=True))
    return [*rows, _whole(t.gettext("Points"), (first.total, second.total), t)]


def _features(sides: tuple[Side, Side], t: Translator) -> list[Row]:
    told = [{c.feature: c for c in side.explanation.contributions if may_be_told(c.feature)} for side in sides]
    whole = [whole_points(side.explanation).features for side in sides]
    both = [name for name in told[0] if name in told[1]]
    moved = {name: whole[1][name] - whole[0][name] for name in both}
    most = sorted((name for name in both if moved[name]), key=lambda name: (-abs(moved[name]), name))
    rows = []
    for name in most[:STRONGEST]:
        own, other = (
            t.gettext("{value} ({points})", value=t.value(name, c.value, c.absence), points=t.signed(points[name]))
            for c, points in zip((told[0][name], told[1][name]), whole, strict=True)
        )
        rows.append((t.label(name), own, other, t.signed(moved[name])))
    return rows


def _share_moved(first: float, second: float, t: Translator) -> str:
    """Return how far a share moved, as far as the two are written."""
    moved = round(100 * second, 1) - round(100 * first, 1)
    return t.ngettext(
        "{moved} percentage points", "{moved} percentage points", int(abs(moved)), moved=t.signed(moved, 1)
    )


def _words(name: str, first: str, second: str, t: Translator) -> Row:
    return (name, first, second, "=" if first == second else t.gettext("different"))


def _whole(name: str, points: tuple[int, int], t: Translator, *, signed: bool = False) -> Row:
    first, second = points
    said = t.signed if signed else t.number
    return (name, said(first), said(second), "=" if first == second else t.signed(second - first))
