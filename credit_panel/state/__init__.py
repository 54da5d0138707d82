"""What one visitor has on screen: Param classes without Panel, one instance a session."""

from credit_panel.state.application import ApplicationState
from credit_panel.state.client import ClientState
from credit_panel.state.client_table import ClientTableState
from credit_panel.state.cohort import CohortState
from credit_panel.state.comparison import ComparisonState
from credit_panel.state.scenario import ScenarioState

__all__ = ["ApplicationState", "ClientState", "ClientTableState", "CohortState", "ComparisonState", "ScenarioState"]
