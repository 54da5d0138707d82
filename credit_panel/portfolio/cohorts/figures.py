"""The figures of a cohort beside those of the whole portfolio: outcomes, defaults, points, themes, fairness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.portfolio.contribution_parts import contribution_parts
from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.portfolio.statistics.chosen import chosen_by
from credit_panel.scoring import Outcome
from credit_panel.scoring.fairness import GroupFairness, Groups, Rate, age_bands, compare_fates, fates_of, wilson

OUTCOMES = (Outcome.ACCEPT, Outcome.REVIEW, Outcome.REFUSE)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Some clients in numbers.

    Parameters
    ----------
    count
        How many they are; 0 leaves all means None.
    outcomes
        Share of each proposed outcome.
    points, probability
        Means.
    observed
        Share that defaulted among those whose outcome is known, with Wilson's 95 % interval; hidden under 30 clients.
    themes
        Mean points that each theme of the model adds or takes.
    """

    count: int
    outcomes: Mapping[Outcome, float]
    points: float | None
    probability: float | None
    observed: Rate
    themes: Mapping[Theme, float]


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """A cohort beside the whole portfolio.

    Parameters
    ----------
    cohort, whole
        The figures of each.
    by_gender, by_age
        How the cohort's groups fare under the policy; nothing where fewer than 30 clients.
    """

    cohort: GroupFigures
    whole: GroupFigures
    by_gender: tuple[GroupFairness, ...]
    by_age: tuple[GroupFairness, ...]

    @property
    def share(self) -> float:
        """Share of the portfolio that the cohort is."""
        return self.cohort.count / self.whole.count


@dataclass(frozen=True, slots=True, eq=False)
class ServedArrays:
    """What the figures are counted from, one entry a client by rising number; made once a process.

    Parameters
    ----------
    points, probability
        Scores, float32, shape (n,).
    outcome
        Place in `OUTCOMES`, uint8, shape (n,).
    target
        1 for a default, 0 for none, NaN where unknown, float32, shape (n,).
    themes
        Points of each theme, float32, shape (themes, n).
    theme_names
        Keys of the themes.
    fates
        By attribute, ``gender`` and ``age``: names of its groups, and the `fates_of` each client.
    """

    points: np.ndarray
    probability: np.ndarray
    outcome: np.ndarray
    target: np.ndarray
    themes: np.ndarray
    theme_names: tuple[Theme, ...]
    fates: Mapping[str, tuple[tuple[str, ...], np.ndarray]]


@kept(2)
def served_arrays(served: ServedModel) -> ServedArrays:
    """Read what the figures are counted from."""
    portfolio = served.portfolio
    names = ("points", "probability", "outcome", "TARGET", "CODE_GENDER", "DAYS_BIRTH")
    read = portfolio.scan().select(names).collect()
    places = {str(outcome): place for place, outcome in enumerate(OUTCOMES)}
    members: dict[Theme, list[str]] = {}
    for feature in served.scorer.features:
        members.setdefault(FIELDS[feature].theme, []).append(feature)
    sums = [pl.sum_horizontal(own).cast(pl.Float32).alias(theme) for theme, own in members.items()]
    themes = np.empty((len(members), len(portfolio)), dtype=np.float32)
    first = 0
    for part in contribution_parts(portfolio, sums):
        themes[:, first : first + len(part)] = part.to_numpy().T
        first += len(part)
    outcome = read["outcome"].replace_strict(places, return_dtype=pl.UInt8).to_numpy()
    target = read["TARGET"].cast(pl.Float32).to_numpy()
    refused = outcome == OUTCOMES.index(Outcome.REFUSE)
    groups = {"gender": Groups.of(read["CODE_GENDER"]), "age": Groups.of(age_bands(read["DAYS_BIRTH"]))}
    return ServedArrays(
        points=read["points"].cast(pl.Float32).to_numpy(),
        probability=read["probability"].cast(pl.Float32).to_numpy(),
        outcome=outcome,
        target=target,
        themes=themes,
        theme_names=tuple(members),
        fates={name: (own.names, fates_of(own, refused=refused, target=target)) for name, own in groups.items()},
    )


def cohort_figures(served: ServedModel, mask: np.ndarray | None) -> CohortFigures:
    """Return the figures of some clients.

    Parameters
    ----------
    mask
        Whether each client of the portfolio is among them, by rising number, shape (n,); None is all.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cohort = cp.CohortState(cp.current_model())
    >>> figures = cp.cohort_figures(cohort.served, cohort.mask)
    """
    if mask is None:
        return _figures_of_all(served)
    return _figures(served_arrays(served), chosen_by(mask).rows, _figures_of_all(served).whole)


@kept(2)
def _figures_of_all(served: ServedModel) -> CohortFigures:
    arrays = served_arrays(served)
    everyone = np.arange(len(arrays.points))
    return _figures(arrays, everyone, _group(arrays, everyone))


def _figures(arrays: ServedArrays, rows: np.ndarray, whole: GroupFigures) -> CohortFigures:
    """Return the figures of the clients at some rows; numpy takes rows by number far faster than by a mask."""
    probability = arrays.probability[rows]
    by_gender, by_age = (
        compare_fates(names, fates[rows], probability) for names, fates in (arrays.fates[k] for k in ("gender", "age"))
    )
    return CohortFigures(_group(arrays, rows), whole, by_gender, by_age)


def _group(arrays: ServedArrays, rows: np.ndarray) -> GroupFigures:
    count = len(rows)
    if not count:
        return GroupFigures(0, {}, None, None, wilson(0.0, 0), {})
    outcomes = np.bincount(arrays.outcome[rows], minlength=len(OUTCOMES)) / count
    names, fates = arrays.fates["gender"]
    ends = np.bincount(fates[rows], minlength=6 * (len(names) + 1)).reshape(-1, 3, 2).sum(axis=(0, 2))
    themes = (float(points[rows].mean(dtype=np.float64)) for points in arrays.themes)
    return GroupFigures(
        count=count,
        outcomes=dict(zip(OUTCOMES, outcomes.tolist(), strict=True)),
        points=float(arrays.points[rows].mean(dtype=np.float64)),
        probability=float(arrays.probability[rows].mean(dtype=np.float64)),
        observed=wilson(float(ends[1]), int(ends[0] + ends[1])),
        themes=dict(zip(arrays.theme_names, themes, strict=True)),
    )
