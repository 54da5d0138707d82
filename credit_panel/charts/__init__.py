"""Numbers into pictures: pure functions, each returns a picture, a one-sentence summary and the table behind it."""

from credit_panel.charts.contributions import contributions_figure
from credit_panel.charts.figure import Figure
from credit_panel.charts.gauge import gauge_figure

__all__ = ["Figure", "contributions_figure", "gauge_figure"]
