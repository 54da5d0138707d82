"""The figures of the pages: a picture, the sentence that stands for it and the numbers behind it, for a notebook.

`credit_panel.FigureView` shows one; what each takes is in its own documentation.
"""

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.comparison import comparison_figure
from credit_panel.charts.model.drift import drift_figure, points_figure
from credit_panel.charts.model.ranking import roc_figure
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.charts.model.segments import segments_figure

__all__ = [
    "Figure",
    "Table",
    "comparison_figure",
    "drift_figure",
    "points_figure",
    "reliability_figure",
    "roc_figure",
    "segments_figure",
]
