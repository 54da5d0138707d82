"""The controls of a policy: a slider with a number box for the cost ratio, and what goes to review."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import param
from pydantic import Field

from credit_panel.scoring.policy import HIGHEST_LEVEL
from credit_panel.views.parts.component import Component, Message, Number, Text
from credit_panel.views.parts.scripts import scripts


class Moved(Message):
    """The slider was moved."""

    kind: Literal["move"]
    value: Number


class Typed(Message):
    """A ratio was typed."""

    kind: Literal["type"]
    text: Text


class TakenBack(Message):
    """The shipped ratio is wanted."""

    kind: Literal["back"]


class LevelChosen(Message):
    """A review level was chosen."""

    kind: Literal["level"]
    value: Annotated[float, Field(ge=0, le=HIGHEST_LEVEL, allow_inf_nan=False)]


class MissingScores(Message):
    """It was said whether scores that were not supplied send to review."""

    kind: Literal["missing"]
    review: bool


class RatioBoard(Component):
    """A slider with a number box for the cost ratio, the way back to the shipped one, and what goes to review.

    The browser sends one message at a time: while the server answers, a moving slider keeps its latest value only.
    """

    ratio = param.Dict(default={}, doc="What slider and box show, and where the shipped ratio lies.")

    review = param.Dict(default={}, doc="The review levels to choose from, and whether missing scores are reviewed.")

    words = param.Dict(default={}, doc="The board's texts in the reader's language.")

    message = Annotated[Moved | Typed | TakenBack | LevelChosen | MissingScores, Field(discriminator="kind")]

    _esm = scripts(
        "parts/elements",
        "parts/focus",
        "parts/drafts",
        "parts/messages",
        "parts/texts",
        "parts/slider_box",
        "model/cost",
    )

    sheets = ("parts/slider_box", "model/cost")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})
