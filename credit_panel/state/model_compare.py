"""The other model that one visitor holds against the served one, on the clients that both portfolios hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import param

from credit_panel.errors import CreditPanelError, NoSharedClientsError, TablesError
from credit_panel.home_credit import CLIENT, TARGET
from credit_panel.portfolio import ServedModel, compare_models
from credit_panel.portfolio.held_out import WHO
from credit_panel.portfolio.kept import kept
from credit_panel.scoring import Comparison
from credit_panel.scoring.bundle import MANIFEST
from credit_panel.settings import Settings
from credit_panel.state.driving import settle

SAMPLE = 20_000
"""Clients drawn where more are shared: the paired bootstrap measures both models on each of its resamples."""


@dataclass(frozen=True, slots=True)
class BundleComparison:
    """Two models on the same clients.

    Parameters
    ----------
    name, version, synthetic
        The other model.
    shared
        Clients of known outcome that both portfolios hold.
    comparison
        What the other gains on the served one, on `shared` clients or `SAMPLE` drawn from them.
    """

    name: str
    version: str
    synthetic: bool
    shared: int
    comparison: Comparison


class CompareState(param.Parameterized):
    """One visitor's comparison.

    Parameters
    ----------
    served
        The served model and portfolio; shared by all visitors, and immutable.
    settings
        Where models lie; None reads the environment.
    """

    other = param.String(default="", constant=True, doc="Name of the other model; empty when none is chosen.")

    found = param.ClassSelector(
        class_=BundleComparison,
        default=None,
        allow_None=True,
        constant=True,
        doc="The comparison; None until it is known.",
    )

    problem = param.ClassSelector(
        class_=CreditPanelError, default=None, allow_None=True, doc="Why the models cannot be compared."
    )

    busy = param.Boolean(default=False, doc="Whether a comparison is being worked out.")

    def __init__(self, served: ServedModel, settings: Settings | None = None, **params: Any) -> None:
        self.served = served
        self.settings = settings or Settings.from_env()
        super().__init__(**params)

    def others(self) -> list[str]:
        """Return the names of the built models other than the served one."""
        folder = self.settings.models_dir
        served = (folder / self.served.scorer.manifest.name).resolve()  # its name may be a link
        return sorted(
            bundle.name
            for bundle in (folder.iterdir() if folder.is_dir() else ())
            if bundle.resolve() != served and not bundle.name.startswith(".") and (bundle / MANIFEST).is_file()
        )

    def choose(self, name: str) -> bool:
        """Take the other model; return whether there is one of that name to work out with `compare`."""
        if name not in self.others():
            return False
        settle(self, other=name, busy=True, found=None, problem=None)
        return True

    def compare(self) -> BundleComparison:
        """Work the comparison out, which takes seconds; touches nothing on screen.

        Raises
        ------
        BundleError, PortfolioError, TablesError
            When the other model cannot be opened, or the two cannot be compared.
        """
        second = ServedModel.open(replace(self.settings, model=self.other))
        return _compare(self.served, self.other, second.scorer.version, self.settings)

    def finish(self, outcome: BundleComparison | CreditPanelError) -> None:
        """Show a comparison, or why there is none."""
        if isinstance(outcome, BundleComparison):
            settle(self, found=outcome, problem=None, busy=False)
        else:
            settle(self, found=None, problem=outcome, busy=False)


@kept(8)
def _compare(first: ServedModel, name: str, _version: str, settings: Settings) -> BundleComparison:
    second = ServedModel.open(replace(settings, model=name))
    ids = shared_clients(first, second)
    drawn = np.random.default_rng(0).choice(ids, SAMPLE, replace=False) if len(ids) > SAMPLE else ids
    features = first.portfolio.select(np.sort(drawn), None)
    manifest = second.scorer.manifest
    return BundleComparison(
        manifest.name, manifest.version, manifest.synthetic, len(ids), compare_models(first, second, features)
    )


def shared_clients(first: ServedModel, second: ServedModel) -> np.ndarray:
    """Return the numbers of the clients of known outcome that two portfolios hold, shape (n,).

    Raises
    ------
    NoSharedClientsError
        When they hold none in common.
    TablesError
        When those in common show one outcome only.
    """
    sides = [served.portfolio.select(None, (CLIENT, *WHO)).drop_nulls(TARGET) for served in (first, second)]
    shared = sides[0].join(sides[1], on=(CLIENT, *WHO), how="semi")
    if shared.is_empty():
        raise NoSharedClientsError(
            f"The portfolios {first.portfolio.manifest.name!r} and {second.portfolio.manifest.name!r} hold no client "
            "of known outcome in common: two models are compared on the same clients."
        )
    if shared[TARGET].n_unique() < 2:
        raise TablesError("The clients in common show one outcome only: two models are compared on clients of both.")
    return shared.sort(CLIENT)[CLIENT].to_numpy()
