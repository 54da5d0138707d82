"""What every report is: sections of text, facts, numbers and pictures, set as a PDF or as one HTML file.

All of it is plain text in the reader's language, but for the pictures, which are SVG: each of the two formats escapes
what it shows by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from credit_panel.charts.figure import Figure
from credit_panel.charts.palette import look, palette
from credit_panel.charts.paper import svg
from credit_panel.documents.typesetting import typeset
from credit_panel.locale import Translator

MOST_ROWS = 60
"""Rows of a table of numbers that a report shows; a curve has more, which the page gives as CSV."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a section; what its kind does not show is empty.

    Parameters
    ----------
    kind
        ``text``: paragraphs; ``list``: items; ``facts``: names and values; ``table``: rows under a head, the numbers of
        a picture or figures of their own; ``picture``: a picture with the sentence that stands for it.
    lines
        Paragraphs or items.
    head, rows
        Of a table or of facts, which have no head.
    picture
        SVG.
    in_words
        Whether the rows of a table are words, which begin at the left, where numbers end at the right.
    """

    kind: Literal["text", "list", "facts", "table", "picture"]
    lines: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    picture: str = ""
    in_words: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second or third level and what stands under it."""

    title: str
    blocks: Sequence[Block]
    level: int = 2


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Parameters
    ----------
    title
        Its heading.
    lines
        What stands under the heading: the model, its version, the day.
    notice
        What is said before all else; empty for nothing.
    sections
        Its sections.
    foot
        What stands on every page.
    day
        Its date.
    language
        Code of its language.
    """

    title: str
    lines: Sequence[str]
    notice: Sequence[str]
    sections: Sequence[Section]
    foot: str
    day: date
    language: str = field(default="en")


def text(*lines: str) -> Block:
    """Return paragraphs."""
    return Block("text", lines)


def items(lines: Sequence[str]) -> Block:
    """Return a list."""
    return Block("list", lines)


def facts(rows: Sequence[tuple[str, str]]) -> Block:
    """Return names and their values."""
    return Block("facts", rows=rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, in_words: bool = False) -> Block:
    """Return rows under a head."""
    return Block("table", head=head, rows=rows, in_words=in_words)


def figure_section(figure: Figure, t: Translator, *, numbers: bool = True) -> Section:
    """Return a figure of a page as a section: its sentence, what HoloViews draws of it, and its numbers.

    Parameters
    ----------
    numbers
        Whether its table follows; one of more than `MOST_ROWS` rows is a curve, and never does.
    """
    blocks = [Block("picture", [figure.summary], picture=svg(plot, t)) for plot in figure.plots[:1]]
    blocks = blocks or [text(figure.summary)]
    if numbers and len(figure.table.rows) <= MOST_ROWS:
        blocks.append(table(figure.table.columns, figure.table.rows))
    return Section(figure.title, blocks, 3)


def report_pdf(report: Report) -> bytes:
    """Return a report as PDF/UA-1; the same report gives the same bytes.

    Raises
    ------
    LetterError
        When it holds a character that the fonts lack.
    """
    day = {"year": report.day.year, "month": report.day.month, "day": report.day.day}
    sections = [
        {"title": each.title, "level": each.level, "blocks": [_plain(block) for block in each.blocks]}
        for each in report.sections
    ]
    parts = {"title": report.title, "lines": report.lines, "notice": report.notice, "foot": report.foot}
    return typeset("report.typ", {**parts, "language": report.language, "day": day, "sections": sections})


def report_html(report: Report) -> bytes:
    """Return a report as one HTML file that fetches nothing; the same report gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("credit_panel", "documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    values = {"report": report, "colours": palette(dark=False), "fonts": look().fonts}
    return environment.get_template("report.html").render(values).encode()


def _plain(block: Block) -> dict[str, object]:
    return {name: getattr(block, name) for name in ("kind", "lines", "head", "rows", "picture", "in_words")}
