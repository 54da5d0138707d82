"""The figures of the pages: a picture, the sentence that stands for it and the numbers behind it, for a notebook.

A figure shows itself in a notebook, `credit_panel.FigureView` in a language of one's own; ``figure.frame`` holds its
numbers as numbers. What each function takes is in its own documentation.
"""

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.alternatives import alternatives_figure
from credit_panel.charts.model.comparison import comparison_figure
from credit_panel.charts.model.drift import drift_figure, points_figure
from credit_panel.charts.model.ranking import roc_figure
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.charts.model.segments import segments_figure
from credit_panel.views.parts import figure_view  # noqa: F401 - through it a figure shows itself in a notebook

__all__ = [
    "Figure",
    "Table",
    "alternatives_figure",
    "comparison_figure",
    "drift_figure",
    "points_figure",
    "reliability_figure",
    "roc_figure",
    "segments_figure",
]
