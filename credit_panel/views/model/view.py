"""What the tabs of the model have in common: a served model, and which model they speak of."""

from __future__ import annotations

import param
from param.parameters import NoNone

from credit_panel.locale import Translator
from credit_panel.portfolio import ServedModel
from credit_panel.views.parts.pictured import PicturedView


class ModelView(PicturedView):
    """A view of the served model."""

    style = "model/model"

    served = param.ClassSelector(
        class_=ServedModel, allow_None=NoNone, doc="The model and its portfolio, shared and immutable."
    )


def eyebrow(served: ServedModel, t: Translator) -> str:
    """Return which model is shown, as every tab says above its title."""
    stamp = served.scorer.manifest.stamp
    return t.gettext("Model {name}, version {version}", name=stamp.name, version=stamp.version)
