"""The model of applications alone: what a bundle says of the trees for those whose credit histories were not sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Alone:
    """What a bundle says of its second model, which never saw a credit history.

    To have no history is not the same as not to have sent it: the trees that read histories take the first for what it
    mostly is, a client who comes for the first time.

    Parameters
    ----------
    features
        Columns of its trees, in their order.
    parameters
        Settings of its trees.
    metrics
        Its out-of-fold figures on the same training clients, see `Evaluation`.
    """

    features: tuple[str, ...]
    parameters: Mapping[str, Any]
    metrics: Mapping[str, Any]

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Alone:
        """Return what `dataclasses.asdict` made plain values of."""
        return cls(tuple(content["features"]), dict(content["parameters"]), dict(content["metrics"]))
