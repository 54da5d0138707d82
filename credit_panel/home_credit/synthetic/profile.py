"""The profile: the aggregates of the archive that the synthetic portfolio reproduces.

It holds no row: shares, coefficients, quantiles and correlations, made by `calibrate`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

APPLICATION_FILE = "application_profile.json"
HISTORY_FILE = "history_profile.json"


@dataclass(frozen=True, slots=True)
class QuantileMap:
    """A piecewise linear, increasing map from a latent normal to a column's values."""

    latent: NDArray[np.float64]
    values: NDArray[np.float64]

    def __call__(self, latent: NDArray[Any]) -> NDArray[np.float64]:
        """Return the values at these latent normals, of the same shape."""
        return np.interp(latent, self.latent, self.values)


@dataclass(frozen=True, slots=True)
class ChainStep:
    """The multinomial logit of one category on everything drawn before it.

    Parameters
    ----------
    levels
        The category's levels; the first is the reference.
    intercept
        Shape (levels,); 0 for the reference.
    weights
        Shape (columns drawn before, levels); 0 for the reference.
    """

    levels: tuple[str, ...]
    intercept: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class ApplicationProfile:
    """Everything from which applications are drawn; see `columns` for the order."""

    age: Mapping[str, QuantileMap]
    chain: Mapping[str, ChainStep]
    effects: Floats
    residual_root: Floats
    maps: Mapping[str, Mapping[str, QuantileMap]]
    goods_edges: Mapping[str, NDArray[np.float64]]
    building: Mapping[str, Any]
    details: Mapping[str, Any]
    default: Mapping[str, Any]


def quantile_map(stored: Mapping[str, list[float]]) -> QuantileMap:
    """Return the map kept as ``{"z": [...], "v": [...]}``."""
    return QuantileMap(np.array(stored["z"], dtype=np.float64), np.array(stored["v"], dtype=np.float64))


def correlation_root(correlation: NDArray[np.float64], spread: NDArray[np.float64]) -> Floats:
    """Return the matrix that turns independent normals into correlated ones of these deviations.

    The correlations, estimated pair by pair, may lack a common distribution: negative eigenvalues are
    cut and the deviations restored.
    """
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    root = root / np.linalg.norm(root, axis=1, keepdims=True) * spread[:, None]
    return root.T.astype(np.float32)


def _twin(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: quantile_map(one) if isinstance(one, dict) else one for name, one in stored.items()}


def _chain_step(stored: Mapping[str, Any]) -> ChainStep:
    weights = np.array(stored["weights"], dtype=np.float32) / np.float32(100)
    reference = np.zeros((weights.shape[0], 1), dtype=np.float32)
    return ChainStep(
        levels=tuple(stored["levels"]),
        intercept=np.array([0.0, *stored["intercept"]], dtype=np.float32),
        weights=np.hstack([reference, weights]),
    )


def parse_application(stored: Mapping[str, Any]) -> ApplicationProfile:
    """Return the typed profile of the stored one."""
    correlation = np.eye(len(stored["residual_sd"]))
    correlation[np.triu_indices_from(correlation, 1)] = stored["residual_correlation"]
    correlation = np.triu(correlation) + np.triu(correlation, 1).T
    return ApplicationProfile(
        age={sample: quantile_map(one) for sample, one in stored["age"].items()},
        chain={name: _chain_step(step) for name, step in stored["chain"].items()},
        effects=np.array(stored["effects"], dtype=np.float32) / np.float32(100),
        residual_root=correlation_root(correlation, np.array(stored["residual_sd"])),
        maps={
            name: {group: quantile_map(one) for group, one in groups.items()} for name, groups in stored["maps"].items()
        },
        goods_edges={sample: np.array(edges) for sample, edges in stored["goods_edges"].items()},
        building={name: _twin(twin) for name, twin in stored["building"].items()},
        details=stored["details"],
        default=stored["default"],
    )


def _stored(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return content


@cache
def application_profile() -> ApplicationProfile:
    """Return the profile of the applications that comes with the package."""
    return parse_application(_stored(APPLICATION_FILE))


@cache
def history_profile() -> Mapping[str, Any]:
    """Return the profile of the seven history tables that comes with the package."""
    return _stored(HISTORY_FILE)
