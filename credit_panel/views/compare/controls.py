"""The one component that asks what to compare: the group, the feature, and a number against it."""

from __future__ import annotations

from typing import Any, Literal

import param

from credit_panel.home_credit.catalogue import THEMES, field
from credit_panel.locale import Translator
from credit_panel.portfolio.similar import clients_searched
from credit_panel.scoring.neighbours import FEWEST
from credit_panel.state.comparison import COHORT, EVERYONE, SIMILAR, ComparisonState
from credit_panel.views.parts.component import Component, Key, Message
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.portfolio.cohort_words import cohort_words

CHIPS = 5
"""How many of the client's strongest features are one click away."""


class CompareMessage(Message):
    """What was chosen: a group, a cohort made from the client, a feature, one against it, or to give up the cohort."""

    kind: Literal["group", "near", "feature", "against", "clear"]
    value: Key


class CompareControls(Component):
    """Group, feature and second feature: radio buttons, chips and two lists.

    The browser sends one message at a time; while the server answers, only the latest choice of a kind is kept, so that
    arrow keys held down in a list never fall behind.
    """

    groups = param.List(default=[], item_type=dict, doc="The groups that can be chosen: key, label and size.")

    group = param.String(default="", doc="Key of the chosen group.")

    near = param.List(default=[], item_type=dict, doc="Cohorts made from the client: key and label.")

    chips = param.List(default=[], item_type=dict, doc="The client's strongest features: key and label.")

    features = param.List(default=[], item_type=dict, doc="All features by theme: label and options.")

    feature = param.String(default="", doc="The feature on screen.")

    numbers = param.List(default=[], item_type=dict, doc="The features that are numbers, by theme: label and options.")

    against = param.String(default="", doc="The number drawn against it.")

    words = param.Dict(default={}, doc="The component's texts in the reader's language.")

    message = CompareMessage

    _esm = scripts("parts/elements", "parts/messages", "compare/controls")

    sheets = ("compare/controls",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})

    def choose(self, comparison: ComparisonState) -> None:
        """Show which features are on screen."""
        self.param.update(feature=comparison.shown, against=comparison.against)

    def fill(self, comparison: ComparisonState, link: str, t: Translator) -> None:
        """Show what can be compared.

        Parameters
        ----------
        link
            Where a cohort is chosen, empty where there is no such page.
        """
        self.param.update(
            groups=_groups(comparison, t),
            group=comparison.group,
            near=[{"key": key, "label": _near_words(t)[key]} for key in comparison.near()],
            chips=[{"key": name, "label": t.label(name)} for name in comparison.strongest[:CHIPS]],
            features=_by_theme(comparison.offered, t),
            numbers=_by_theme(comparison.numbers, t),
            words=_words(comparison, link, t),
        )


def _groups(comparison: ComparisonState, t: Translator) -> list[dict[str, str]]:
    """Return the groups; a cohort only where one is chosen, its size only where it is no hint at one person."""
    everyone = {"key": EVERYONE, "label": t.gettext("All clients"), "size": t.number(len(comparison.portfolio))}
    similar = {
        "key": SIMILAR,
        "label": _similar_label(clients_searched(comparison.portfolio), t),
        "size": t.number(len(comparison.similar)) if comparison.client.explanation else "",
    }
    if comparison.cohort.cohort.is_everyone:
        return [everyone, similar]
    members = comparison.cohort.count
    few = 0 < members < FEWEST
    size = t.gettext("fewer than {n}", n=FEWEST) if few else t.number(members)
    return [everyone, {"key": COHORT, "label": t.gettext("The cohort"), "size": size}, similar]


def _similar_label(step: int, t: Translator) -> str:
    if step == 1:
        return t.gettext("Most similar clients")
    return t.gettext("Most similar clients (one in {n} was looked at)", n=step)


def _by_theme(names: tuple[str, ...], t: Translator) -> list[dict[str, Any]]:
    themes: dict[str, list[tuple[str, str]]] = {}
    for name in names:
        themes.setdefault(field(name).theme, []).append((name, t.label(name)))
    return [
        {"label": words[t.language], "options": sorted(themes[theme], key=lambda option: option[1].casefold())}
        for theme, words in THEMES.items()
        if theme in themes
    ]


def _near_words(t: Translator) -> dict[str, str]:
    return {
        "means": t.gettext("Same contract, income within 20%"),
        "age": t.gettext("Same ten years of age"),
        "work": t.gettext("Same type of income and education"),
    }


def _words(comparison: ComparisonState, link: str, t: Translator) -> dict[str, str]:
    cohort, number = comparison.cohort.cohort, comparison.client.client_id
    problem = comparison.cohort.problem
    told = {
        EVERYONE: t.gettext("Every application of the portfolio, this one included."),
        SIMILAR: t.gettext("Those whose points come about most like this client's, feature by feature."),
        COHORT: cohort_words(cohort, t),
    }
    return {
        "client": "" if number is None else t.gettext("Client {number}", number=number),
        "title": t.gettext("Where does this client stand?"),
        "group": t.gettext("Compare with"),
        "told": told[comparison.group],
        "near": t.gettext("Make a cohort from this client:"),
        "none": t.gettext("No cohort is chosen.") if cohort.is_everyone else "",
        "link": link,
        "choose": t.gettext("Choose a cohort on the portfolio page")
        if cohort.is_everyone
        else t.gettext("Change the cohort on the portfolio page"),
        "clear": "" if cohort.is_everyone else t.gettext("Clear cohort"),
        "problem": t.gettext("The cohort of the address cannot be used: choose it again.") if problem else "",
        "feature": t.gettext("The client's strongest features"),
        "more": t.gettext("Feature on screen"),
        "against": t.gettext("Drawn against"),
    }
