"""Which features a model may use: those of the catalogue that are not excluded, with their directions."""

from __future__ import annotations

from credit_panel.features import FEATURES
from credit_panel.home_credit.catalogue import FIELDS


def catalogue_candidates() -> dict[str, int]:
    """Return each candidate feature with its monotone direction, in the order of `FEATURES`."""
    return {name: FIELDS[name].direction for name in FEATURES if FIELDS[name].excluded is None}
