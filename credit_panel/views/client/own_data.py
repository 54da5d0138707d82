"""All that is held about a client, for themselves: what it is, where it comes from, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from credit_panel.charts.compare.readings import share_words
from credit_panel.charts.figure import Table, render
from credit_panel.charts.held_words import past_tables, source_words
from credit_panel.features import RAW_FIELDS
from credit_panel.features.absence import absence_of
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.schema import CLIENT, TARGET
from credit_panel.locale import Translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.csv_file import inert
from credit_panel.portfolio.statistics.percentile_rank import PercentileRank, percentile_ranks
from credit_panel.views.client.field_words import field_label, theme_note, theme_words
from credit_panel.views.parts.html_block import HtmlBlock

EVERYTHING, EVENTS = "everything", "events"
"""What may be asked for beside a theme: all of it, or what happened month by month."""

_FAR, _ASIDE = 0.1, 0.25


class OwnDataBlock(HtmlBlock):
    """The buttons that ask for a part of the data, and the part."""

    sheets = ("client/client_mode", "client/own_data")


def own_data_html(served: ServedModel, values: Mapping[str, Any], asked: str, t: Translator) -> Markup:
    """Return the buttons and the part that was asked for as safe HTML.

    Parameters
    ----------
    values
        All that the portfolio holds of the client, by column.
    asked
        A theme, or `EVERYTHING`, or `EVENTS`; anything else asks for nothing yet.
    """
    held = [name for name in values if name in FIELDS and name != TARGET and values[name] is not None]
    themes = [key for key in THEMES if any(FIELDS[name].theme == key for name in held)]
    wanted = themes if asked == EVERYTHING else [key for key in themes if key == asked]
    groups = [
        (theme_words(key, t), theme_note(key, t), _rows([n for n in held if FIELDS[n].theme == key], served, values, t))
        for key in wanted
    ]
    columns = (t.gettext("What"), t.gettext("Yours"), t.gettext("Among all applications"), t.gettext("Where from"))
    table = Table(columns, tuple(row for *_, rows in groups for row in rows))
    known = [name for name in served.portfolio.schema if name in FIELDS and name != TARGET]
    return render(
        "views",
        "client/own_data.html",
        t,
        {
            "asked": asked,
            "choices": [
                *((key, theme_words(key, t)) for key in themes),
                (EVENTS, t.gettext("Month by month")),
                (EVERYTHING, t.gettext("Everything")),
            ],
            "number": values[CLIENT],
            "groups": groups,
            "table": table if groups else None,
            "empty": len(known) - len(held) if asked == EVERYTHING else 0,
            "events": _events(served, values[CLIENT], t) if asked in (EVENTS, EVERYTHING) else [],
        },
    )


def standing_words(standing: PercentileRank, t: Translator) -> str:
    """Return where a value stands among all applications, in words that point at nobody; empty without a value."""
    rank = standing.rank
    if standing.value is None or not standing.known:
        return ""
    if rank is None or standing.equal > _FAR:
        return t.gettext("like {share} of the applications", share=share_words(standing.equal, t))
    if rank < _FAR:
        return t.gettext("among the lowest tenth")
    if rank < _ASIDE:
        return t.gettext("in the lowest quarter")
    if rank <= 1 - _ASIDE:
        return t.gettext("in the middle half")
    return t.gettext("in the highest quarter") if rank <= 1 - _FAR else t.gettext("among the highest tenth")


def _rows(
    names: list[str], served: ServedModel, values: Mapping[str, Any], t: Translator
) -> list[tuple[str, str, str, str]]:
    read = {*RAW_FIELDS, *served.scorer.features}
    placed = [name for name in names if name in read]
    standing = dict(zip(placed, percentile_ranks(served.portfolio, None, values, placed), strict=True))
    return [
        (
            field_label(name, t),
            t.value(name, values[name], absence_of(name, values)),
            standing_words(standing[name], t) if name in standing else "",
            source_words(name, t),
        )
        for name in names
    ]


def _events(served: ServedModel, client_id: int, t: Translator) -> list[tuple[str, int, str]]:
    """Return each table of the client's past: its name, its rows, and a link to download them."""
    names = past_tables(t)
    events = served.portfolio.history.events(client_id)
    return [(names.get(name, name), len(rows), _link(rows.columns, rows.rows(), t)) for name, rows in events.items()]


def _link(columns: Iterable[str], rows: Iterable[Iterable[object]], t: Translator) -> str:
    cells = tuple(tuple(inert("" if value is None else str(value)) for value in row) for row in rows)
    return Table(tuple(columns), cells).csv_link(t) if cells else ""
