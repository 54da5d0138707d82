"""What if: the levers, their effect before beside after, the curve along one, and the smallest changes that suffice."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.charts.client.curve import Place, curve_figure
from credit_panel.charts.client.differences import differences_figure
from credit_panel.charts.figure import Figure, render
from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.locale import Translator, translator
from credit_panel.portfolio.range_seen import unseen_values
from credit_panel.scoring import SETTLED_DEBT, Explanation, Outcome, Proposal, Scenario, Standing, WhatIf
from credit_panel.scoring.lever_words import lever_label
from credit_panel.scoring.proposal_words import none_words, proposal_words, standing_words
from credit_panel.scoring.reasons import flag_sentences
from credit_panel.scoring.withheld import usual_scores
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.parts.drawn_view import DrawnView, grid
from credit_panel.views.parts.file_notes import unseen_words
from credit_panel.views.parts.html_block import HtmlBlock, Pressed
from credit_panel.views.parts.pictured import PicturedBlock
from credit_panel.views.parts.service_trouble import TroubleBlock, service_words
from credit_panel.views.parts.style_sheets import css
from credit_panel.views.what_if.controls import LeverBoard, LeverMessage, ToolUsed
from credit_panel.views.what_if.lever_messages import follow_message
from credit_panel.views.what_if.lever_words import lever_rows, lever_value, result_line
from credit_panel.views.what_if.raw_fields import RawFieldTable

_LAYOUT = css("what_if/layout")


class WaysBlock(HtmlBlock):
    """The ways to acceptance in the browser."""

    sheets = ("what_if/what_if",)


class WhatIfView(DrawnView):
    """The what-if of one visitor, redrawn at each change while it is on screen.

    Examples
    --------
    >>> import credit_panel as cp
    >>> scenario = cp.ScenarioState(client=cp.ClientState(cp.current_model(), 100002))
    >>> view = cp.WhatIfView(scenario=scenario)
    """

    scenario = param.ClassSelector(class_=ScenarioState, allow_None=NoNone, doc="What the visitor changes.")

    dark = param.Boolean(
        default=False, allow_None=True, doc="Whether the ground is dark; None until known, when nothing is drawn."
    )

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the levers beside their effect, the smallest changes, and the table of all fields."""
        self._typed: dict[str, str] = {}
        self._board = LeverBoard(css_classes=["levers"])
        self._effect = PicturedBlock("what_if/what_if", "effect")
        self._ways = WaysBlock(css_classes=["ways"])
        self._raw = RawFieldTable()
        self._board.on_message(self._receive)
        self._ways.on_message(self._act)
        self._trouble: TroubleBlock | None = None
        self._beside = pn.Column(self._effect, sizing_mode="stretch_width", margin=0, css_classes=["effect"])
        return grid(_LAYOUT, self._board, self._beside, self._ways, self._raw.form)

    @property
    def plots(self) -> dict[str, Any]:
        """The curve, while there is one, as a HoloViews object: it takes ``.opts(...)``, ``*`` and ``+``."""
        return self._effect.plots

    @param.depends(
        *("scenario.result", "scenario.refusal", "scenario.proposals", "dark"),
        *("scenario.scenario", "scenario.asked", "scenario.trouble"),
        watch=True,
    )
    def _follow(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Draw the levers, what they change, and the ways to a better outcome."""
        scenario, result = self.scenario, self.scenario.result
        if result is None:
            self._effect.block = self._ways.block = ""
            return
        if scenario.refusal is None:
            self._typed.clear()
        waits = self._waits(t)
        self._board.param.update(
            levers=lever_rows(scenario, self._typed, t),
            able={"undo": scenario.can_undo, "redo": scenario.can_redo, "reset": scenario.scenario != Scenario()},
            words={**_board_words(result, t), **({"result": waits} if waits else {})},
        )
        curve = self._curve(result, t)
        self._tell_trouble(t)
        effect = {"unseen": self._unseen(t), **_effect(result, curve, t), "waits": waits}
        block = str(render("views", "what_if/view.html", t, effect))
        self._effect.fill(block, [curve] if curve else [], self.dark, t)
        self._ways.block = str(render("views", "what_if/ways.html", t, self._proposals(result, t)))
        self._raw.draw(scenario, t)

    def _unseen(self, t: Translator) -> list[str]:
        """Return a sentence for each new value that no client of the portfolio comes near."""
        scenario = self.scenario
        found = unseen_values(scenario.client.served.portfolio, scenario.scenario.changes)
        return [unseen_words(each, t) for each in found]

    def _tell_trouble(self, t: Translator) -> None:
        """Say why the scoring service has not scored the changes; there is no block for it until it has not."""
        if self.scenario.trouble and self._trouble is None:
            self._trouble = TroubleBlock()
            self._trouble.on_message(lambda _: self.scenario.ask_again())
            self._beside.insert(0, self._trouble)
        if self._trouble is not None:
            self._trouble.tell(self.scenario.trouble, t, "changed")

    def _waits(self, t: Translator) -> str:
        """Say that the result is of before, and what that of the changes waits for; empty when it is there."""
        if self.scenario.current:
            return ""
        parts = service_words(asked=self.scenario.asked, fault=self.scenario.trouble, t=t)
        return t.gettext("The score below is that of before the last change: {what}.", what=", ".join(parts))

    def _curve(self, result: WhatIf, t: Translator) -> Figure | None:
        scenario, lever = self.scenario, self.scenario.lever
        curve = scenario.curve()
        if curve is None:
            return None
        own, value = scenario.own(lever), scenario.value(lever, result.scenario)
        place = 2 if lever == SETTLED_DEBT else 0  # of the curve's own steps; where the application stands is exact
        return curve_figure(
            curve,
            lever_label(lever, t),
            lambda number: lever_value(lever, number if number in (own, value) else round(number, place), t),
            result.after.threshold,
            before=None if own is None else Place(own, result.before.probability),
            now=None if value is None else Place(value, result.after.probability),
            t=t,
        )

    def _proposals(self, result: WhatIf, t: Translator) -> dict[str, object]:
        found, client = self.scenario.proposals, self.scenario.client
        scorer = client.served.scorer
        lacking = {} if client.row is None else usual_scores(client.row, scorer.features, scorer.manifest.reference)
        shown = [
            {
                "steps": proposal_words(proposal, t),
                "standing": str(proposal.standing),
                "sureness": standing_words(proposal.standing, t),
                "risk": _risk(proposal, t),
            }
            for proposal in found or ()
        ]
        return {
            "asked": found is not None,
            "accepted": result.before.outcome is Outcome.ACCEPT,
            "proposals": shown,
            "no_way": [] if found else none_words(lacking, t),
        }

    def _receive(self, message: LeverMessage) -> None:
        if isinstance(message, ToolUsed):
            self._raw.forget()
        follow_message(self.scenario, message, self._typed, translator(self.language))

    def _act(self, message: Pressed) -> None:
        proposals = self.scenario.proposals or ()
        if message.action == "propose":
            self.scenario.propose()
        elif message.value in {str(i) for i in range(len(proposals))}:
            self.scenario.apply(proposals[int(message.value)])


def _board_words(result: WhatIf, t: Translator) -> dict[str, str]:
    number = result.before.client_id
    return {
        "client": t.gettext("New application") if number is None else t.gettext("Client {number}", number=number),
        "title": t.gettext("What if the request were different?"),
        "intro": t.gettext("Move a slider or type a value: the result follows. Nothing is saved."),
        "result": result_line(result, t),
        "tools": t.gettext("Changes"),
        "undo": t.gettext("Undo"),
        "redo": t.gettext("Redo"),
        "reset": t.gettext("Reset"),
    }


def _risk(proposal: Proposal, t: Translator) -> str:
    known = {"probability": t.percent(proposal.probability), "points": t.number(proposal.points)}
    if proposal.standing is Standing.UNMEASURED:
        return t.gettext("Risk {probability}, {points} points", **known)
    return t.gettext(
        "Risk {probability} (between {low} and {high}), {points} points",
        low=t.percent(proposal.low),
        high=t.percent(proposal.high),
        **known,
    )


def _intervals(before: Explanation, after: Explanation, t: Translator) -> list[tuple[str, str, str]]:
    """Return the row of the intervals, none where they were not measured."""
    told = [
        f"{t.percent(e.low)} – {t.percent(e.high)}" for e in (before, after) if e.low is not None and e.high is not None
    ]
    return [(t.gettext("Interval"), told[0], told[1])] if len(told) == 2 else []


def _effect(result: WhatIf, curve: Figure | None, t: Translator) -> dict[str, object]:
    before, after = result.before, result.after
    gained = round(after.points) - round(before.points)
    return {
        "changed": result.scenario != Scenario(),
        "number": before.client_id,
        "outcome": str(after.outcome),
        "headline": outcome_words(after.outcome, t),
        "flags": flag_sentences(after, t),
        "rows": [
            (t.gettext("Probability of default"), *(t.percent(e.probability) for e in (before, after))),
            *_intervals(before, after, t),
            (t.gettext("Points"), *(t.number(e.points) for e in (before, after))),
            (t.gettext("Risk grade"), before.grade, after.grade),
            (t.gettext("Proposed outcome"), *(outcome_words(e.outcome, t) for e in (before, after))),
        ],
        "gained": t.signed(gained),
        "direction": "favourable" if gained > 0 else "adverse" if gained < 0 else "",
        "differences": differences_figure(result, t),
        "curve": curve,
    }
