"""The what-if of one visitor: changed fields of the open client, their effect, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import param
from param.parameters import NoNone

from credit_panel.errors import FieldProblem
from credit_panel.home_credit import REQUIRED_FIELDS
from credit_panel.home_credit.applications import field_problems
from credit_panel.scoring import SETTLED_DEBT, Curve, Proposal, Scenario, WhatIf, curve, recourse, what_if
from credit_panel.scoring.explanation import Value
from credit_panel.state.client import ClientState
from credit_panel.state.driving import Driven, DrivingSelector
from credit_panel.state.lever_params import WithLevers
from credit_panel.state.levers import LEVERS, Refusal, Span, bounds, span
from credit_panel.state.waiting import Waiting


class ScenarioState(Driven, Waiting, WithLevers):
    """What one visitor changes of the open client; nothing of it is ever saved.

    Another client starts afresh. Whoever sets `scenario` changes the result along, and can take it back. A change that
    restores the client's own value leaves no trace in the scenario, so that what was put back is as untouched.

    >>> import credit_panel as cp
    >>> view = cp.WhatIfView(scenario=cp.ScenarioState(client=cp.ClientState(cp.current_model(), 100002)))
    """

    client = param.ClassSelector(class_=ClientState, allow_None=NoNone, doc="The visitor's client.")

    scenario = DrivingSelector(class_=Scenario, default=Scenario(), instantiate=False, doc="What is different.")

    result = param.ClassSelector(
        class_=WhatIf, default=None, allow_None=True, doc="Before and after; None when no client is open."
    )

    lever: param.Selector[str] = param.Selector(default=LEVERS[0], objects=list(LEVERS), doc="The lever last moved.")

    refusal = param.ClassSelector(
        class_=Refusal, default=None, allow_None=True, doc="Why the last value was not taken; None when it was."
    )

    proposals = param.ClassSelector(class_=tuple, allow_None=True, doc="The smallest changes accepted, once asked.")

    def __init__(self, scenario: Scenario | None = None, **params: Any) -> None:
        self._past, self._future = list[Scenario](), list[Scenario]()
        self._gesture: object = None
        self._curve: tuple[tuple[object, ...], Curve] | None = None
        self._own_move: Scenario | None = None
        super().__init__(**params)
        if scenario is not None:
            self.scenario = scenario

    @property
    def current(self) -> bool:
        """Whether the result is that of the scenario."""
        return self.result is not None and self.result.scenario == self.scenario

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._future)

    @property
    def owes(self) -> bool:
        """Whether the client owes anything elsewhere that could be settled."""
        return bool(self.client.row is not None and self.client.row["bureau_debt_sum"][0])

    def own(self, lever: str) -> float | None:
        """Return the client's own value of a lever, None when it is missing."""
        if lever == SETTLED_DEBT:
            return 0.0
        row = self.client.row
        value = None if row is None else row[lever][0]
        return None if value is None else float(value)

    def value(self, lever: str, scenario: Scenario | None = None) -> float | None:
        """Return the value of a lever under the scenario (or another one), None when it is missing."""
        scenario = scenario or self.scenario
        if lever == SETTLED_DEBT:
            return scenario.settled_debt
        changed = scenario.changes.get(lever, self.own(lever))
        return None if changed is None else float(changed)

    def span(self, lever: str) -> Span:
        """Return the values that the lever's slider runs through."""
        return span(lever, self.own(lever), self.client.served.scorer.manifest.reference)

    def change(self, lever: str, value: float | None, gesture: object = None) -> bool:
        """Give a lever another value; None makes a value missing again that the client has not.

        Parameters
        ----------
        gesture
            What the change is part of; changes of one gesture, such as dragging a slider, are undone together.

        Returns
        -------
        bool
            Whether the value was taken; if not, `refusal` says why and the scenario is as before.
        """
        low, high = bounds(lever)
        own = self.own(lever)
        if value is None and own is not None:
            return self.refuse(lever, "missing")
        if value is not None and not low <= value <= high:
            return self.refuse(lever, "bounds")
        if lever == SETTLED_DEBT:
            wanted = Scenario(self.scenario.changes, value or 0.0)
        else:
            others = {name: kept for name, kept in self.scenario.changes.items() if name != lever}
            wanted = Scenario(others if value == own else {**others, lever: value}, self.scenario.settled_debt)
        same = gesture is not None and gesture == self._gesture
        if wanted != self.scenario:
            self._remember(merge=same)
            self._gesture = gesture
        self._go(wanted, lever)
        return True

    def own_field(self, name: str) -> Value:
        """Return the client's own value of any raw field of the application, None when it is missing."""
        row = self.client.row
        value = None if row is None else row[name][0]
        return value if value is None or isinstance(value, str) else float(value)

    def field(self, name: str) -> Value:
        """Return the value of any raw field under the scenario; a car that is gone has no age."""
        if name == "OWN_CAR_AGE" and self.field("FLAG_OWN_CAR") == "N":
            return None
        return self.scenario.changes[name] if name in self.scenario.changes else self.own_field(name)

    def change_field(self, name: str, value: Value) -> FieldProblem | None:
        """Give any raw field another value, None to make it missing; a car whose age is given is there.

        Returns
        -------
        FieldProblem or None
            Why the value is not taken, and the scenario is as before; None when it was taken.
        """
        if value is None and name in REQUIRED_FIELDS:
            return FieldProblem(name, "is required", "required")
        if problems := field_problems({name: value}, partial=True):
            return problems[0]
        changes = {**self.scenario.changes, name: value}
        if name == "OWN_CAR_AGE" and value is not None and self.field("FLAG_OWN_CAR") == "N":
            changes["FLAG_OWN_CAR"] = "Y"
        changes = {changed: kept for changed, kept in changes.items() if kept != self.own_field(changed)}
        if (wanted := Scenario(changes, self.scenario.settled_debt)) != self.scenario:
            self._remember()
            self._go(wanted)
        return None

    def refuse(self, lever: str, kind: Any) -> bool:
        """Say why a value is not taken; always False."""
        low, high = bounds(lever)
        self.param.update(lever=lever, refusal=Refusal(lever, kind, low, high))
        return False

    def apply(self, proposal: Proposal) -> None:
        """Put the changes of a proposal in the place of all others, those that leave a value as it is left out."""
        changes = {name: value for name, value in proposal.scenario.changes.items() if value != self.own(name)}
        wanted = Scenario(changes, proposal.scenario.settled_debt)
        if wanted != self.scenario:
            self._remember()
        self._go(wanted, next((lever for lever in LEVERS if lever in changes), self.lever))

    def restore(self, scenario: Scenario) -> None:
        """Put a scenario from outside, such as an address, in the place of the own; it can be undone."""
        changes = {name: value for name, value in scenario.changes.items() if value != self.own_field(name)}
        if (wanted := Scenario(changes, scenario.settled_debt if self.owes else 0.0)) != self.scenario:
            self._remember()
            self._go(wanted, next((lever for lever in LEVERS if lever in changes), self.lever))

    def undo(self) -> None:
        """Take the last change back."""
        if self._past:
            self._future.append(self.scenario)
            self._gesture = None
            self._go(self._past.pop())

    def redo(self) -> None:
        """Make the change again that was last taken back."""
        if self._future:
            self._past.append(self.scenario)
            self._gesture = None
            self._go(self._future.pop())

    def reset(self) -> None:
        """Take all changes back; they can be undone to."""
        if self.scenario != Scenario():
            self._remember()
        self._go(Scenario())

    def propose(self) -> None:
        """Search the smallest changes with which the client would be accepted."""
        if self.client.row is not None:
            self.proposals = recourse(self.client.served.scorer, self.client.row, self.client.served.tariff)

    def curve(self) -> Curve | None:
        """Return the scores along the lever last moved, all else as in the scenario."""
        row, lever = self.client.row, self.lever
        if row is None:
            return None
        others = {name: value for name, value in self.scenario.changes.items() if name != lever}
        settled = 0.0 if lever == SETTLED_DEBT else self.scenario.settled_debt
        along = self.span(lever)
        key = (self.client.client_id, lever, others, settled)
        if self._curve is None or self._curve[0] != key:
            scored = curve(self.client.served.scorer, row, lever, along.values(), Scenario(others, settled))
            self._curve = (key, scored)
        return self._curve[1]

    def what_follows(self, name: str, value: Any) -> Mapping[str, object]:
        """Return the result of a scenario; one that is set from outside can be taken back."""
        result = self._result(value)
        if value is not self._own_move and value != self.scenario:
            self._remember()
        return {"result": result, "refusal": None}

    @param.depends("client.explanation", watch=True, on_init=True)
    def _start_afresh(self) -> None:
        self._past, self._future, self._gesture, self._curve = [], [], None, None
        self._go(Scenario(), LEVERS[0], proposals=None)

    def _remember(self, *, merge: bool = False) -> None:
        if not (merge and self._past):
            self._past.append(self.scenario)
        self._future.clear()
        self._gesture = None

    def _go(self, scenario: Scenario, lever: str | None = None, **others: object) -> None:
        self._own_move = scenario
        self.param.update(scenario=scenario, lever=lever or self.lever, **others)

    def _result(self, scenario: Scenario) -> WhatIf | None:
        before, row = self.client.explanation, self.client.row
        if before is None or row is None:
            return None
        if scenario == Scenario():
            return WhatIf(scenario, before, before)
        return what_if(self.client.served.scorer, row, scenario, before=before)
