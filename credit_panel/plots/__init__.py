"""The classic pictures of a scored model as HoloViews objects, in points and in words, for a notebook.

Each function returns an object that takes ``.opts(...)``, ``*`` and ``+`` like any other; without `served` it speaks of
the model that the environment names, without `language` in the one of `credit_panel.set_language`.
"""

from credit_panel.plots.clouds import beeswarm, dependence
from credit_panel.plots.everybody import calibration, distribution, importance
from credit_panel.plots.waterfall import waterfall

__all__ = ["beeswarm", "calibration", "dependence", "distribution", "importance", "waterfall"]
