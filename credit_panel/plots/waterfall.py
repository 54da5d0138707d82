"""How a client comes from the points of everybody to their own."""

from __future__ import annotations

import holoviews as hv
import numpy as np
import pandas as pd

from credit_panel.locale import Language
from credit_panel.plots.asked import asked, colours, on_a_card
from credit_panel.portfolio.served_model import ServedModel


@on_a_card
def waterfall(
    client_id: int, *, most: int = 12, served: ServedModel | None = None, language: Language | None = None
) -> hv.Overlay:
    """Lead from the points of everybody to a client's own, one step a feature, the strongest first.

    Parameters
    ----------
    client_id
        Number of a client of the portfolio.
    most
        Features that have a step of their own; the last step holds all others.

    Raises
    ------
    UnknownClientError
        When the portfolio has no such client.

    Examples
    --------
    >>> import credit_panel as cp
    >>> shown = cp.plots.waterfall(100002) * hv.VLine(600)
    """
    served, t = asked(served, language)
    explanation = served.explain_client(client_id)
    read = [c for c in explanation.contributions if c.points]  # a fold's trees read some of the columns only
    told, rest = read[:most], read[most:]
    names = [t.label(c.feature) for c in told]
    values = [t.value(c.feature, c.value) for c in told]
    points = [c.points for c in told]
    if rest:
        names.append(t.ngettext("{n} other feature", "{n} other features", len(rest)))
        values.append("")
        points.append(sum(c.points for c in rest))
    ends = explanation.base_points + np.cumsum(points)
    starts = ends - points
    rows = np.arange(len(points), 0, -1.0)
    bars = hv.Rectangles(
        pd.DataFrame(
            {
                "left": np.minimum(starts, ends),
                "bottom": rows - 0.4,
                "right": np.maximum(starts, ends),
                "top": rows + 0.4,
                "feature": names,
                "client": values,
                "points": [t.signed(value, 1) for value in points],
                "colour": [colours().favourable if value >= 0 else colours().adverse for value in points],
            }
        ),
        ["left", "bottom", "right", "top"],
        ["feature", "client", "points", "colour"],
    ).opts(
        color="colour",
        line_alpha=0,
        tools=["hover"],
        hover_tooltips=[
            (t.gettext("Feature"), "@feature"),
            (t.gettext("Client"), "@client"),
            (t.gettext("Points"), "@points"),
        ],
        yticks=list(zip(rows.tolist(), names, strict=True)),
        xlabel=t.gettext("Points"),
        ylabel="",
        title=t.gettext(
            "Client {client}: from {base} to {points} points",
            client=str(client_id),
            base=t.number(explanation.base_points),
            points=t.number(explanation.points),
        ),
        width=760,
        height=90 + 30 * len(rows),
    )
    ends_of_all = hv.VLines([explanation.base_points, explanation.points]).opts(
        color=colours().mute, line_dash="dotted"
    )
    return bars * ends_of_all
