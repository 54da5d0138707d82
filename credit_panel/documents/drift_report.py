"""What moved since the training, as a document: the page's tab, from the same report and in the same words."""

from __future__ import annotations

from datetime import date

from credit_panel.charts.figure import Figure
from credit_panel.charts.model.drift import drift_figure, points_figure
from credit_panel.charts.model.drift_words import compared_words, reading_words
from credit_panel.charts.paper import svg
from credit_panel.documents.about import about
from credit_panel.documents.report import Block, Report, Section, figure_section, items, table, text
from credit_panel.locale import Language, Translator, translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.drift.report import DriftReport


def drift_document(
    served: ServedModel, report: DriftReport, language: Language, day: date, *, portfolio: str = "", file: str = ""
) -> Report:
    """Return a drift report.

    Parameters
    ----------
    portfolio, file
        What was held against the training clients, by its name; neither for the applications of unknown outcome.
    """
    t = translator(language)
    if portfolio:
        compared = t.gettext("Portfolio {name}", name=portfolio)
    elif file:
        compared = t.gettext("File {name}", name=file)
    else:
        compared = t.gettext("Applications of this portfolio whose outcome is not known")
    moved, points = drift_figure(report, t), points_figure(report, t)
    what = [t.gettext("Held against the training clients: {what}.", what=compared), compared_words(report, t)]
    if report.left_out:
        named = ", ".join(lower_first(t.label(name)) for name in report.left_out)
        what.append(t.gettext("Not compared, since the file lacks what they are made of: {names}.", names=named))
    sections = [
        Section(t.gettext("What was compared"), [text(*what)]),
        Section(t.gettext("What was found"), [text(moved.summary)]),
        figure_section(points, t),
        Section(moved.title, [table(moved.table.columns, moved.table.rows)], 3),
        Section(t.gettext("Features that moved most, then and now"), _margins(moved, report, t), 3),
        Section(t.gettext("How to read these figures"), [items(reading_words(report, t))]),
    ]
    return about(served, t.gettext("Drift report"), sections, t, day)


def _margins(figure: Figure, report: DriftReport, t: Translator) -> list[Block]:
    shown = [found.feature for found in report.drifts[1:] if found.feature in report.margins]
    return [
        Block("picture", [f"{t.label(name)}: {plot.summary}"], picture=svg(plot, t))
        for name, plot in zip(shown, figure.plots, strict=True)
    ]
