"""Compare: where the client stands among others, in one feature, in several, in two at once, and in what they owe."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.compare.debt_capacity import debt_capacity_figure
from credit_panel.charts.compare.distribution import distribution_figure
from credit_panel.charts.compare.distribution_levels import levels_figure
from credit_panel.charts.compare.percentiles import percentiles_figure
from credit_panel.charts.compare.scatter import scatter_figure
from credit_panel.charts.figure import Figure, render
from credit_panel.home_credit.catalogue import field
from credit_panel.locale import Translator, translator
from credit_panel.portfolio.statistics.group_distribution import GroupDistribution
from credit_panel.portfolio.statistics.measure import edges_of
from credit_panel.scoring.neighbours import FEWEST
from credit_panel.scoring.rounding import whole_points
from credit_panel.state.comparison import COHORT, EVERYONE, SIMILAR, ComparisonState
from credit_panel.state.pair import PairState
from credit_panel.views.compare.controls import CompareControls, CompareMessage
from credit_panel.views.compare.pair import PairBlock
from credit_panel.views.compare.words import group_after_a_share, group_name, missing_words, nothing_to_draw, too_few
from credit_panel.views.parts.drawn_view import DrawnView, grid, html_pane
from credit_panel.views.parts.pictured import PicturedBlock
from credit_panel.views.parts.style_sheets import CLOSE_ON_PAPER, css

_LAYOUT = css("compare/layout")

_AXIS_BINS = 24


class CompareView(DrawnView):
    """The comparison of one visitor; each part is drawn when what it shows has changed and it is on screen.

    Examples
    --------
    >>> from credit_panel.portfolio import current_model
    >>> from credit_panel.state import ClientState, CohortState
    >>> client = ClientState(current_model())
    >>> client.open(100002)
    True
    >>> comparison = ComparisonState(client=client, cohort=CohortState(current_model()))
    >>> shown = CompareView(comparison=comparison, language="en")
    """

    comparison = param.ClassSelector(class_=ComparisonState, allow_None=NoNone, doc="What the visitor compares.")

    pair = param.ClassSelector(
        class_=PairState,
        default=None,
        allow_None=True,
        doc="Another file beside the client's; None where there is none.",
    )

    dark = param.Boolean(
        default=False, allow_None=True, doc="Whether the ground is dark; None until known, when nothing is drawn."
    )

    link = param.String(default="", doc="Where a cohort is chosen; empty where there is no such page.")

    said = param.String(default="", doc="What screen readers speak after a choice of the visitor's.")

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the controls above the four parts."""
        self._drawn: dict[str, Hashable] = {}
        self._told = ""
        self._controls = CompareControls(css_classes=["controls"])
        self._controls.on_message(self._receive)
        self._pair = PairBlock(css_classes=["pair"])
        self._figures: list[Figure] = []
        self._panes = {name: html_pane("compare/compare", name) for name in ("several", "debt")}
        self._blocks = {name: PicturedBlock("compare/compare", name) for name in ("one", "two")}
        parts = self._panes | self._blocks
        return grid(
            _LAYOUT + CLOSE_ON_PAPER,
            self._controls,
            self._pair,
            *(parts[name] for name in ("one", "several", "two", "debt")),
        )

    # one method an object: param forgets a path of one name when a longer one begins with it
    @param.depends("comparison.client.explanation", watch=True)
    def _follow_client(self) -> None:
        self.redraw()

    @param.depends("pair.second", "pair.unknown", watch=True)
    def _follow_pair(self) -> None:
        self.redraw()

    @param.depends("comparison.cohort.cohort", "comparison.cohort.problem", watch=True)
    def _follow_cohort(self) -> None:
        self.redraw()

    @param.depends("comparison.group", "comparison.feature", "comparison.other", "link", "dark", watch=True)
    def _follow_choice(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Draw the parts whose client, group, features or language are no longer those they were drawn for."""
        comparison = self.comparison
        if comparison.client.explanation is None:
            return
        whom = (comparison.client.client_id, self.language)
        among = (*whom, comparison.group, comparison.cohort.cohort.encode() if comparison.group == COHORT else "")
        controls = (*among, comparison.cohort.cohort.encode(), comparison.cohort.problem, self.link)
        chosen = (comparison.shown, comparison.against)
        if self._changed("controls", controls):
            self._controls.fill(comparison, self.link, t)
        self._controls.choose(comparison)
        self._pair.pair = self.pair
        self._pair.fill(t)
        parts: dict[str, tuple[Hashable, Callable[[Translator], Markup]]] = {
            "one": ((*among, comparison.shown), self._one),
            "several": (among, self._several),
            "debt": (whom, self._debt),
            "two": ((*among, *chosen), self._two),
        }
        for name, (key, html) in parts.items():
            if name in self._blocks and self._changed(name, (key, self.dark)):
                self._figures.clear()
                block = str(html(t))
                self._blocks[name].fill(block, self._figures, self.dark, t)
            elif name in self._panes and self._changed(name, key):
                self._panes[name].object = str(html(t))

    @property
    def plots(self) -> dict[str, Any]:
        """The pictures on screen as HoloViews objects: ``distribution``, ``default-rates`` and ``two-features``.

        Each takes ``.opts(...)``, ``*`` an annotation and ``+`` a neighbour, and follows what is compared.
        """
        return self._blocks["one"].plots | self._blocks["two"].plots

    def _changed(self, part: str, key: Hashable) -> bool:
        changed = self._drawn.get(part) != key
        self._drawn[part] = key
        return changed

    def _one(self, t: Translator) -> Markup:
        comparison = self.comparison
        if comparison.too_few:
            self._told = ""
            return _sentence(too_few(comparison, t), t, group_name(comparison, t))
        spread, of_group = comparison.spread(), group_after_a_share(comparison, t)
        if isinstance(spread, GroupDistribution):
            figure = distribution_figure(spread, of_group, t)
        else:
            figure = levels_figure(spread, of_group, t)
        self._told = figure.summary
        explained = field(comparison.shown).help
        values = {
            "eyebrow": group_name(comparison, t),
            "help": explained[t.language] if explained else "",
            "missing": missing_words(spread.percentile_rank, t),
            "nothing": nothing_to_draw(spread, t),
            "feature": comparison.shown,
            "words": (t.gettext("Default rate"), t.gettext("Cohort"), t.gettext("Similar clients")),
        }
        return self._card("one", figure, values, t)

    def _several(self, t: Translator) -> Markup:
        comparison, explanation = self.comparison, self.comparison.client.explanation
        if comparison.too_few or explanation is None:
            return Markup("")
        points = whole_points(explanation).features
        figure = percentiles_figure(comparison.percentile_ranks(), points, group_after_a_share(comparison, t), t)
        words = (t.gettext("Contribution"), t.gettext("Points"))
        return self._card("several", figure, {"eyebrow": group_name(comparison, t), "words": words}, t)

    def _debt(self, t: Translator) -> Markup:
        figure = debt_capacity_figure(self.comparison.capacity(), t)
        eyebrow, words = t.gettext("What the client owes beside what they earn"), (t.gettext("Similar clients"),)
        return self._card("debt", figure, {"eyebrow": eyebrow, "words": words}, t)

    def _two(self, t: Translator) -> Markup:
        comparison = self.comparison
        if comparison.too_few:
            return Markup("")
        pair, label = comparison.pair(), t.label(comparison.shown)
        if pair is None:
            title = t.gettext("Two features against each other")
            words = t.gettext("{label} is no number: choose a number above to draw it against another.", label=label)
            return _sentence(words, t, title)
        if pair.known < FEWEST or math.isnan(pair.correlation):
            title = t.gettext("Two features against each other")
            words = t.gettext("Too few of the group have both, or one is the same for everyone: nothing can be drawn.")
            return _sentence(words, t, title)
        x, y = (edges_of(comparison.portfolio, measure.column, _AXIS_BINS) for measure in pair.measures)
        figure = scatter_figure(pair, (x, y), group_after_a_share(comparison, t), t)
        rate = (t.gettext("Default rate"),)
        return self._card("two", figure, {"eyebrow": group_name(comparison, t), "words": rate}, t)

    def _card(self, part: str, figure: Figure, values: Mapping[str, object], t: Translator) -> Markup:
        given = {"help": "", "missing": "", "nothing": "", "feature": "", "words": (), **values}
        if not given["nothing"]:
            self._figures.append(figure)
        number = self.comparison.client.client_id
        return render("views", "compare/view.html", t, {"part": part, "figure": figure, "client_id": number, **given})

    def _receive(self, message: CompareMessage) -> None:
        comparison, value = self.comparison, message.value
        match message.kind:
            case "group" if value in (EVERYONE, SIMILAR) or (
                value == COHORT and not comparison.cohort.cohort.is_everyone
            ):
                comparison.group = value
            case "near" if value in comparison.near():
                comparison.take(value)
            case "clear":
                comparison.cohort.clear()
            case "feature" if value in comparison.offered:
                comparison.feature = value
            case "against" if value in comparison.numbers:
                comparison.other = value
            case _:
                return
        told = self._told or too_few(comparison, translator(self.language))
        self.said = f"{group_name(comparison, translator(self.language))}. {told}"


def _sentence(sentence: str, t: Translator, title: str) -> Markup:
    return render("views", "compare/nothing.html", t, {"title": title, "sentence": sentence})
