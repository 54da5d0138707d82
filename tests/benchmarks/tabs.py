"""What a tab costs the server when it is opened, and when something in it changes: ``python tests/benchmarks/tabs.py``.

The portfolio is that of the environment. Processor time, in milliseconds, of one process without a browser: the median
of some openings, each in a document of its own as a session has one, the first left out, which loads what all share.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bokeh.document import Document

from credit_panel.portfolio import current_model
from credit_panel.portfolio.drift.report import drift_of_test
from credit_panel.state import ClientState, CohortState
from credit_panel.state.comparison import ComparisonState
from credit_panel.state.model_compare import CompareState
from credit_panel.state.model_drift import DriftState
from credit_panel.state.model_policy import PolicyState
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.compare.view import CompareView
from credit_panel.views.model.card import ModelCardView
from credit_panel.views.model.compare import ModelComparisonView
from credit_panel.views.model.cost import CostView
from credit_panel.views.model.drift import DriftView
from credit_panel.views.model.fairness import FairnessView
from credit_panel.views.model.importance import ImportanceView
from credit_panel.views.model.performance import PerformanceView
from credit_panel.views.what_if.view import WhatIfView

OPENINGS = 8


def median(call: Callable[[int], object]) -> float:
    """Return the median processor time of a call in milliseconds, the first left out."""
    took = []
    for i in range(OPENINGS + 1):
        started = time.process_time()
        call(i)
        took.append(time.process_time() - started)
    return statistics.median(took[1:]) * 1e3


def opened(view: Any) -> int:
    """Make the models of a view as a session does, and return how many they are."""
    root = view.__panel__().get_root(Document())
    return len(root.references())


def main() -> None:
    """Print what each tab costs."""
    served = current_model()
    client = ClientState(served)
    client.open(int(served.portfolio.ids[0]))

    drift, other = DriftState(served), CompareState(served)
    drift.finish(drift_of_test(served))
    if others := other.others():
        other.choose(others[0])
        other.finish(other.compare())

    def comparison() -> ComparisonState:
        return ComparisonState(client=client, cohort=CohortState(served))

    makers: dict[str, Callable[[], Any]] = {
        "/model performance": lambda: PerformanceView(served=served, language="en"),
        "/model cost": lambda: CostView(served=served, state=PolicyState(served), language="en"),
        "/model importance": lambda: ImportanceView(served=served, language="en"),
        "/model fairness": lambda: FairnessView(served=served, language="en"),
        "/model drift": lambda: DriftView(served=served, state=drift, language="en"),
        **(
            {"/model another model": lambda: ModelComparisonView(served=served, state=other, language="en")}
            if others
            else {}
        ),
        "/model card": lambda: ModelCardView(served=served, language="en"),
        "Compare": lambda: CompareView(comparison=comparison(), language="en"),
        "What-if": lambda: WhatIfView(scenario=ScenarioState(client=client), language="en"),
    }
    for name, make in makers.items():
        models = opened(make())
        print(
            f"{name + ', opened':38}{median(lambda _, make=make: opened(make())):9.1f} ms {models:5d} models",
            flush=True,
        )

    policy = PolicyState(served)
    view = CostView(served=served, state=policy, language="en")
    opened(view)
    print(f"{'/model cost, another ratio':38}{median(lambda i: policy.try_ratio(4.0 + i)):9.1f} ms")
    scenario = ScenarioState(client=client)
    what_if = WhatIfView(scenario=scenario, language="en")
    opened(what_if)
    amount = scenario.own("AMT_CREDIT") or 0.0
    took = median(lambda i: scenario.change("AMT_CREDIT", amount - 900 * i - 900))
    print(f"{'What-if, another amount':38}{took:9.1f} ms")
    shown = comparison()
    compare = CompareView(comparison=shown, language="en")
    opened(compare)
    features = [name for name in shown.numbers if name in shown.offered][: OPENINGS + 1]
    print(f"{'Compare, another feature':38}{median(lambda i: setattr(shown, 'feature', features[i])):9.1f} ms")


async def in_a_loop() -> None:
    """Run where Panel finds a running loop, as on the server."""
    main()


if __name__ == "__main__":
    sys.exit(asyncio.run(in_a_loop()))
