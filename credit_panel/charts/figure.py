"""What every chart gives: a picture for the eye, a sentence for the ear, a table for everyone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from credit_panel.charts.number_table import number_csv, number_frame
from credit_panel.glossary.terms import term_of, terms
from credit_panel.locale import Translator

if TYPE_CHECKING:
    from credit_panel.charts.plot import Plot


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a picture, already in the reader's language.

    Parameters
    ----------
    columns
        Names of the columns.
    rows
        One tuple of texts a row, as long as `columns`; a number that `Translator` printed is read again as a number.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def frame(self) -> pl.DataFrame:
        """The numbers as numbers, with their units; what stands in words beside numbers is in a column of its own."""
        return number_frame(self.columns, self.rows)

    def csv(self, t: Translator) -> str:
        """Return the table as CSV for a spreadsheet in the reader's language: plain numbers, and their units."""
        return number_csv(self.columns, self.rows, t)

    def csv_link(self, t: Translator) -> str:
        """Return the CSV as a ``data:`` address, to download without a request."""
        return "data:text/csv;charset=utf-8," + quote("\ufeff" + self.csv(t))


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart.

    Parameters
    ----------
    title
        Its heading.
    picture
        Safe HTML or SVG.
    summary
        One sentence that says what the picture shows, with its numbers.
    table
        The same numbers as a table.
    plots
        What HoloViews draws in the places that `picture` leaves for it; none where `picture` is all there is.
    """

    title: str
    picture: Markup
    summary: str
    table: Table
    plots: tuple[Plot, ...] = ()

    @property
    def frame(self) -> pl.DataFrame:
        """The numbers behind the table, as numbers: see `Table.frame`."""
        return self.table.frame

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        """Show itself in a notebook: whole where views are loaded, else its title and its sentence."""
        shown = _notebook_views[-1](self)._repr_mimebundle_(include, exclude) if _notebook_views else None
        return {"text/plain": f"{self.title}. {self.summary}"} if shown is None else shown


_notebook_views: list[Callable[[Figure], Any]] = []


def show_in_notebooks(view: Callable[[Figure], Any]) -> None:
    """Have figures show themselves in notebooks by a view, which knows Panel where charts do not."""
    _notebook_views.append(view)


def render(package: str, template: str, t: Translator, values: Mapping[str, object]) -> Markup:
    """Return the template ``credit_panel/<package>/<room>/<name>`` in the reader's language, every value escaped.

    In a template, ``words|explained`` is what explains itself when it is pointed at, where `words` are known to the
    glossary or a key of it is given, ``words|explained("points")``; ``label|entry(name)`` leads to a feature's entry.
    """
    text = _environment(package).get_template(template).render(t=t, gettext=t.gettext, ngettext=t.ngettext, **values)
    return Markup(text)  # noqa: S704 - the environment escapes


@cache
def _environment(package: str) -> Environment:
    loader = PackageLoader("credit_panel", package)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(explained=_explained, entry=_entry)
    return made


@pass_context
def _explained(context: Context, words: str, key: str = "") -> str:
    t: Translator = context["t"]
    term = terms(t)[key] if key else term_of(words, t)
    return words if term is None else render("charts", "term.html", t, {"words": words, "term": term})


@pass_context
def _entry(context: Context, label: str, name: str) -> Markup:
    return render("charts", "entry.html", context["t"], {"label": label, "name": name})
