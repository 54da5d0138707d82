"""The levers of a what-if as Params, so that widgets and functions of one's own move them and follow them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import param

from credit_panel.state.levers import LEVERS, bounds

if TYPE_CHECKING:
    from credit_panel.state.scenario import ScenarioState


class LeverParams(param.Parameterized):
    """The value of each lever of one what-if, within the bounds of an acceptable one.

    Whoever sets one moves the what-if; what cannot be raises before anything changes. Whatever else moves the what-if,
    another client too, changes them along, with the ends that a slider runs through.

    Parameters
    ----------
    scenario
        The what-if.
    """

    AMT_CREDIT = param.Number(default=None, allow_None=True, doc="The credit that is asked for.")

    AMT_ANNUITY = param.Number(default=None, allow_None=True, doc="Its instalment.")

    AMT_GOODS_PRICE = param.Number(default=None, allow_None=True, doc="The price of the goods that it finances.")

    AMT_INCOME_TOTAL = param.Number(default=None, allow_None=True, doc="The declared income.")

    settled_debt = param.Number(default=None, allow_None=True, doc="The share of the debts elsewhere that is repaid.")

    def __init__(self, scenario: ScenarioState) -> None:
        super().__init__(name="levers")
        self._scenario, self._following = scenario, False
        self._follow()
        scenario.param.watch(self._follow, ["scenario", "result"])
        self.param.watch(self._move, list(LEVERS))

    def _follow(self, *_: Any) -> None:
        """Take the values of the what-if, and the ends of its client."""
        self._following = True
        try:
            values = {lever: self._scenario.value(lever) for lever in LEVERS}
            for lever, value in values.items():
                least, greatest = (None if math.isinf(end) else end for end in bounds(lever))
                if value is not None:  # what a client's file holds can be what nobody may ask for
                    least = None if least is None else min(least, value)
                    greatest = None if greatest is None else max(greatest, value)
                own = self.param[lever]
                own.allow_None, own.bounds = True, (least, greatest)
                along = self._scenario.span(lever)
                own.softbounds, own.step = (along.low, along.high), along.step
            self.param.update(**values)
            for lever in LEVERS:
                self.param[lever].allow_None = self._scenario.own(lever) is None
        finally:
            self._following = False

    def _move(self, *events: param.parameterized.Event) -> None:
        if self._following:
            return
        for event in events:
            if not self._scenario.change(event.name, event.new):
                self._follow()
                raise ValueError(f"{event.name} cannot be {event.new!r}: give a value within {bounds(event.name)}.")


class WithLevers(param.Parameterized):
    """A what-if whose levers are Params."""

    _levers: LeverParams | None = None

    @property
    def levers(self: Any) -> LeverParams:
        """The levers as Params: ``Widget.from_param(scenario.levers.param.AMT_CREDIT)`` is a slider that moves it."""
        if self._levers is None:
            self._levers = LeverParams(self)
        found: LeverParams = self._levers
        return found
