"""The tour of the advisor's page: a few steps in a corner, which nobody has to take and which stops nothing."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import param

from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.views.parts.component import Component
from credit_panel.views.parts.scripts import scripts


class Tour(Component):
    """A card with one step at a time, which points at what it tells of; made when it is first offered."""

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(default=True, doc="Whether it is on screen.")

    steps = param.List(default=[], item_type=dict, doc="Each step: its title, its words, and what it points at.")

    words = param.Dict(default={}, doc="The card's texts in the reader's language.")

    led: ClassVar[dict[str, Any]] = {"shown": Literal[False]}

    _esm = scripts("parts/elements", "shell/on_screen", "shell/tour")

    sheets = ("shell/tour",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "css_classes": ["tour"], **params})

    @param.depends("language", watch=True, on_init=True)
    def _translate(self) -> None:
        t = translator(self.language)
        self.param.update(
            steps=[{"title": title, "words": words, "target": target} for title, words, target in _steps(t)],
            words={
                "name": t.gettext("Tour"),
                "brief": t.gettext("A few steps, less than a minute."),
                "start": t.gettext("Take the tour"),
                "skip": t.gettext("No, thank you"),
                "next": t.gettext("Next"),
                "back": t.gettext("Back"),
                "end": t.gettext("End the tour"),
                "step": t.gettext("{n} of {count}", n="{n}", count="{count}"),
            },
        )


def _steps(t: Translator) -> list[tuple[str, str, str]]:
    """Return title, words and selector of each step; the first is the offer, and points at nothing."""
    return [
        (
            t.gettext("New here?"),
            t.gettext("Five steps, one minute. You find the tour again under “?”."),
            "",
        ),
        (
            t.gettext("Find a client"),
            t.gettext("Type a number, or what you know: “driver 12,000”, “school 45 years”. The key / leads here."),
            "#number",
        ),
        (
            t.gettext("Read the decision out"),
            t.gettext(
                "The file opens on one sentence to say aloud. The tabs tell why, what happened before, how others "
                "stand, and what would change it."
            ),
            "[role=tablist]",
        ),
        (
            t.gettext("Decide"),
            t.gettext(
                "The model proposes, you decide: your decision and its reason go on record below. The key d leads "
                "there."
            ),
            "#record-title",
        ),
        (
            t.gettext("Show it to the client"),
            t.gettext(
                "The client sees their own file in plain words, and may ask for all of their data. You confirm to "
                "come back."
            ),
            ".bar > .mode:not([hidden])",
        ),
        (
            t.gettext("Share, and work by keyboard"),
            t.gettext("The address holds all that you see: copy the link. “?” lists the keys."),
            ".bar .help",
        ),
    ]
