"""Compare says of a client's features what the other tabs say."""

from __future__ import annotations

import re

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring.rounding import whole_points
from credit_panel.scoring.themes import may_be_told
from credit_panel.state import ClientState, CohortState
from credit_panel.state.comparison import ComparisonState
from credit_panel.views.compare.view import CompareView


def test_the_points_of_a_feature_are_those_of_every_other_tab_and_age_is_none(served: ServedModel) -> None:
    client, t = ClientState(served), translator("en")
    comparison = ComparisonState(client=client, cohort=CohortState(served))
    view = CompareView(comparison=comparison, language="en")
    for client_id in served.portfolio.ids[:8]:
        client.open(int(client_id))
        points = whole_points(client.explanation).features
        assert all(may_be_told(name) for name in comparison.strongest)
        shown = re.findall(r'class="points[^"]*">(.*?)</span>', view._panes["several"].object)
        assert shown == [f"{t.signed(points[name])} points" for name in comparison.strongest]
