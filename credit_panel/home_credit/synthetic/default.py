"""The default of a synthetic client: a logit of the application and of a creditworthiness no column shows.

The unseen part also drives the histories (`RISK` below), which is why a client's past adds to what the
application alone tells.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from credit_panel.home_credit.synthetic.columns import NUMERICS
from credit_panel.home_credit.synthetic.latent import Clients
from credit_panel.home_credit.synthetic.profile import ApplicationProfile, Floats

CURVED = (
    "AMT_GOODS_PRICE", "CREDIT_OVER_GOODS", "ANNUITY_OVER_CREDIT", "EMPLOYED_SHARE", "DAYS_ID_PUBLISH",
    "EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3", "DAYS_LAST_PHONE_CHANGE",
)  # fmt: skip
"""Numeric columns whose effect bends at -1, 0 and 1 standard deviations."""

BENDS = (-1.0, 0.0, 1.0)


def applicable(profile: ApplicationProfile, clients: Clients) -> NDArray[np.bool_]:
    """Tell where a client has the numeric column at all; shape (clients, numeric columns)."""
    has = np.ones(clients.latents.shape, dtype=bool)
    cash = clients.is_level(profile, "NAME_CONTRACT_TYPE", "Cash loans")
    employed = ~clients.is_level(profile, "ORGANIZATION_TYPE", "XNA")
    owns_car = clients.is_level(profile, "FLAG_OWN_CAR", "Y")
    only = {"CREDIT_OVER_GOODS": cash, "ANNUITY_OVER_CREDIT": cash, "EMPLOYED_SHARE": employed, "OWN_CAR_AGE": owns_car}
    for place, numeric in enumerate(NUMERICS):
        if numeric.block:
            has[:, place] = ~clients.missing(profile, numeric.block)
        elif numeric.name in only:
            has[:, place] = only[numeric.name]
    return has


def risk_columns(clients: Clients, has: NDArray[np.bool_]) -> Floats:
    """Return the columns of the default's logit: design, latents where present, and their bends."""
    latents = np.where(has, np.clip(clients.latents, -3, 3), np.float32(0))
    curved = [place for place, numeric in enumerate(NUMERICS) if numeric.name in CURVED]
    bends = [np.maximum(latents[:, curved] - np.float32(knot), 0) * has[:, curved] for knot in BENDS]
    return np.hstack([clients.design, latents, *bends]).astype(np.float32)


def application_risk(profile: ApplicationProfile, clients: Clients) -> Floats:
    """Return the log-odds of default that the application tells; shape (clients,)."""
    weights = np.array(profile.default["weights"], dtype=np.float32)
    columns = risk_columns(clients, applicable(profile, clients))
    return np.float32(profile.default["intercept"]) + columns @ weights


def draw_default(
    profile: ApplicationProfile, clients: Clients, rng: np.random.Generator
) -> tuple[NDArray[np.int64], dict[str, Any]]:
    """Draw the default and the latent risk that the client's histories show.

    Returns
    -------
    target
        Shape (clients,), 1 for a default.
    risk
        ``shown``: standardised log-odds of the application; ``hidden``: standard normal, the part of the
        creditworthiness that only the histories show.
    """
    told = application_risk(profile, clients)
    hidden = rng.standard_normal(len(told), dtype=np.float32)
    log_odds = told + np.float32(profile.default["hidden_weight"]) * hidden
    target = (rng.random(len(told)) < 1.0 / (1.0 + np.exp(-log_odds.astype(np.float64)))).astype(np.int64)
    shown = (told - np.float32(profile.default["mean"])) / np.float32(profile.default["sd"])
    return target, {"shown": shown, "hidden": hidden}
