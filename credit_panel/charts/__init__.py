"""Numbers into pictures: pure functions, each returns a picture, a one-sentence summary and the table behind it."""

from credit_panel.charts.client.contributions import contributions_figure
from credit_panel.charts.client.gauge import gauge_figure
from credit_panel.charts.figure import Figure

__all__ = ["Figure", "contributions_figure", "gauge_figure"]
