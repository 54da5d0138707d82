"""The what-if of one visitor that another server scores, by the same model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import param

from credit_panel.errors import CreditPanelError
from credit_panel.scoring import Explanation, Scenario, WhatIf
from credit_panel.scoring.elsewhere import ServiceError, WhatIfElsewhere
from credit_panel.state.background import Background, at_once
from credit_panel.state.scenario import ScenarioState


class ScenarioElsewhere(ScenarioState):
    """A what-if whose result is another server's; until it has come, that of before the last change stays.

    The client as they are, the curve along a lever and the ways to an acceptance are worked out here: the model is the
    same, and each answer is held against it.

    Parameters
    ----------
    elsewhere
        Scores the client under a scenario.
    background
        Runs what waits for it; only the outcome of the last change is of use.
    """

    def __init__(self, *, elsewhere: WhatIfElsewhere, background: Background = at_once, **params: Any) -> None:
        self._elsewhere, self._background = elsewhere, background
        super().__init__(**params)

    def what_follows(self, name: str, value: Any) -> Mapping[str, object]:
        """Return what is known at once of a scenario: that of nothing changed has its result already."""
        ask = value != Scenario() and self.client.row is not None
        return {**super().what_follows(name, value), "asked": ask, "trouble": ""}

    def ask_again(self) -> None:
        """Have a scenario scored that could not be."""
        if self.trouble:
            self._go(self.scenario)

    @param.depends("scenario", watch=True)
    def _ask_elsewhere(self) -> None:
        """Have the scenario scored; what comes back after a later change, or for another client, is of no use."""
        scenario, before, row = self.scenario, self.client.explanation, self.client.row
        if not self.asked or before is None or row is None or before.client_id is None:
            return
        number, features, whole = before.client_id, scenario.features(row), self._whole(scenario)

        def finish(found: Explanation | CreditPanelError) -> None:
            if scenario is not self.scenario or before is not self.client.explanation:
                return
            if isinstance(found, Explanation):
                self.param.update(result=WhatIf(scenario, before, found), asked=False)
            else:
                fault = found.fault if isinstance(found, ServiceError) else "nonsense"
                self.param.update(trouble=fault, asked=False)

        self._background(lambda: self._elsewhere(number, whole, features), finish)

    def _whole(self, scenario: Scenario) -> Scenario:
        """Return all that is other than the portfolio's data, whether it was changed for good or is tried."""
        version = None if self.client.data is None else self.client.data.version
        if version is None or not version.data:
            return scenario
        kept = {name: change.after for name, change in version.data.items()}
        return Scenario({**kept, **scenario.changes}, scenario.settled_debt)

    def _result(self, scenario: Scenario) -> WhatIf | None:
        return super()._result(scenario) if scenario == Scenario() or self.client.row is None else self.result
