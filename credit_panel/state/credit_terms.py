"""Term and rate of what is asked for, as far as they can be told: of the client as they are, and under a scenario."""

from __future__ import annotations

from credit_panel.portfolio import ServedModel
from credit_panel.scoring.tariff import Terms, terms_of
from credit_panel.state.client import ClientState
from credit_panel.state.scenario import ScenarioState


def client_terms(state: ClientState) -> Terms | None:
    """Return the terms that the open client asks for; None when nobody is open, or they cannot be told."""
    return None if state.row is None else terms_of(state.row, state.served.tariff)


def scenario_terms(scenario: ScenarioState) -> Terms | None:
    """Return the terms under a scenario: the rate stays that of the client's own request where there is one."""
    served: ServedModel = scenario.client.served
    kind, amount, instalment = (scenario.field(name) for name in ("NAME_CONTRACT_TYPE", "AMT_CREDIT", "AMT_ANNUITY"))
    if not (isinstance(kind, str) and isinstance(amount, int | float) and isinstance(instalment, int | float)):
        return None
    own = client_terms(scenario.client)
    if own is not None and kind == scenario.own_field("NAME_CONTRACT_TYPE") and amount > 0 and instalment > 0:
        return Terms(amount, instalment, own.annual_rate)
    return served.tariff.terms(kind, amount, instalment)
