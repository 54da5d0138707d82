"""What is said beside a drift report: what was compared, and how its figures are read."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.portfolio.drift.report import DriftReport


def compared_words(report: DriftReport, t: Translator) -> str:
    """Return how many applications were compared, and which model scored them."""
    said = [
        _side(t.gettext("Training clients: {n}", n=t.number(report.before)), report.before, report.drawn_before, t),
        _side(t.gettext("Applications now: {n}", n=t.number(report.after)), report.after, report.drawn_after, t),
    ]
    if not report.with_histories:
        said.append(
            t.gettext(
                "The file holds no credit histories: both sides are scored by the model of applications alone, as "
                "these applications would be."
            )
        )
    elif report.left_out:
        said.append(t.gettext("Both sides are scored without what the file does not hold."))
    return " ".join(said)


def reading_words(report: DriftReport, t: Translator) -> list[str]:
    """Return how the figures of a report are read, a sentence or two each."""
    moved = t.gettext("The points beside a feature are what it did to the mean.")
    if not report.left_out:
        moved = t.gettext(
            "The points beside a feature are what it did to the mean: together they make the change of the mean "
            "points, but for {start} points of where the trees start: training clients are scored by those of their "
            "fold.",
            start=t.signed(report.start, 2),
        )
    return [
        t.gettext(
            "The population stability index (PSI) is customarily read as moved above 0.10 and moved far above 0.25."
        ),
        t.gettext(
            "Small samples pass these limits by chance: beside each index stands what samples of these sizes pass once "
            "in a hundred times, and only what lies above it counts."
        ),
        moved,
        t.gettext(
            "Drift says that applications changed, not that the model became worse: that shows when their outcomes are "
            "known."
        ),
    ]


def mark_words(t: Translator) -> str:
    """Return what the marks on the bars of the page are."""
    return t.gettext("On a bar the two thin lines stand at these limits, and the thick mark at what chance passes.")


def _side(count: str, compared: int, drawn: int, t: Translator) -> str:
    return f"{count} {t.gettext('drawn from {n}', n=t.number(drawn))}." if compared < drawn else f"{count}."
