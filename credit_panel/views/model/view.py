"""What the tabs of the model have in common: a served model, and which model they speak of."""

from __future__ import annotations

from collections.abc import Sequence

import param
from param.parameters import NoNone

from credit_panel.locale import Translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Swap
from credit_panel.views.parts.pictured import PicturedView
from credit_panel.views.parts.wording import outcome_words


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


def swap_rows(swaps: Sequence[Swap], t: Translator) -> list[tuple[str, str, str, str]]:
    """Return who changes side among clients of known outcome: from, to, how many, and their default rate."""
    return [
        (
            outcome_words(swap.before, t),
            outcome_words(swap.after, t),
            t.number(swap.count),
            t.percent(swap.default_rate),
        )
        for swap in swaps
        if swap.count
    ]
