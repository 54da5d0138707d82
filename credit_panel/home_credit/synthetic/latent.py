"""What is drawn of a client before any value: age, categories, and one latent normal per numeric column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from credit_panel.home_credit.synthetic.columns import AGE_HINGES, CATEGORIES, Category
from credit_panel.home_credit.synthetic.profile import ApplicationProfile, ChainStep, Floats

Codes = NDArray[np.int16]
Match = Callable[[Category, ChainStep, Floats, NDArray[np.bool_]], ChainStep]


@dataclass(frozen=True, slots=True)
class Clients:
    """The latent state of some clients.

    Parameters
    ----------
    is_test
        Shape (clients,): belongs to application_test, whose margins differ.
    age
        Shape (clients,): standard normal, high for the young (as ``DAYS_BIRTH`` is).
    codes
        For each category the index of the client's level.
    design
        Shape (clients, columns): sample, age and all categories as dummies; see `dummies`.
    latents
        Shape (clients, numeric columns), in the order of `columns.NUMERICS`.
    """

    is_test: NDArray[np.bool_]
    age: Floats
    codes: dict[str, Codes]
    design: Floats
    latents: Floats

    def is_level(self, profile: ApplicationProfile, name: str, *levels: str) -> NDArray[np.bool_]:
        """Tell which clients have one of these levels of the category `name`."""
        wanted = [profile.chain[name].levels.index(level) for level in levels if level in profile.chain[name].levels]
        return np.isin(self.codes[name], wanted)

    def missing(self, profile: ApplicationProfile, block: str) -> NDArray[np.bool_]:
        """Tell which clients have no values in this block of columns."""
        return self.is_level(profile, f"MISSING:{block}", "1")


def opening_columns(is_test: NDArray[np.bool_], age: Floats) -> Floats:
    """Return the first columns of the design: sample, age and its hinges; shape (clients, 9)."""
    hinges = [np.maximum(age - np.float32(knot), 0) for knot in AGE_HINGES]
    return np.column_stack([is_test.astype(np.float32), age, *hinges]).astype(np.float32)


def dummies(codes: Codes, levels: int) -> Floats:
    """Return one 0/1 column per level after the first; shape (clients, levels - 1)."""
    return (codes[:, None] == np.arange(1, levels, dtype=np.int16)).astype(np.float32)


def draw_level(step: ChainStep, design: Floats, uniform: Floats) -> Codes:
    """Draw a level for each client by inverting the cumulative probabilities of the logit."""
    scores = design @ step.weights[: design.shape[1]] + step.intercept
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    cumulative = np.cumsum(odds, axis=1)
    return (cumulative[:, :-1] < uniform[:, None] * cumulative[:, -1:]).sum(axis=1).astype(np.int16)


def settle_unemployed(category: Category, step: ChainStep, codes: Codes, employed: NDArray[np.bool_]) -> Codes:
    """Give the clients without an employer the level that is theirs."""
    if not category.employed_only:
        return codes
    return np.where(employed, codes, np.int16(step.levels.index(category.otherwise)))


def draw_clients(
    profile: ApplicationProfile, is_test: NDArray[np.bool_], rng: np.random.Generator, match: Match | None = None
) -> Clients:
    """Draw the latent state of ``len(is_test)`` clients.

    Parameters
    ----------
    profile
        What is known of the archive's applications.
    is_test
        Shape (clients,): which clients belong to application_test.
    rng
        Source of randomness.
    match
        Replaces each step just before it is drawn, given the design so far and the rows that
        take part; the calibration matches the shares of the levels with it.
    """
    count = len(is_test)
    age = rng.standard_normal(count, dtype=np.float32)
    width = 2 + len(AGE_HINGES) + sum(len(step.levels) - 1 for step in profile.chain.values())
    design = np.zeros((count, width), dtype=np.float32)
    opening = opening_columns(is_test, age)
    used = opening.shape[1]
    design[:, :used] = opening
    codes: dict[str, Codes] = {}
    employed = np.ones(count, dtype=bool)
    for category in CATEGORIES:
        step = profile.chain[category.name]
        if match is not None:
            step = match(category, step, design[:, :used], employed | (not category.employed_only))
        drawn = draw_level(step, design[:, :used], rng.random(count, dtype=np.float32))
        codes[category.name] = settle_unemployed(category, step, drawn, employed)
        if category.name == "NAME_INCOME_TYPE":
            employed = ~np.isin(
                codes[category.name], [step.levels.index(level) for level in ("Pensioner", "Unemployed")]
            )
        design[:, used : used + len(step.levels) - 1] = dummies(codes[category.name], len(step.levels))
        used += len(step.levels) - 1
    return Clients(is_test, age, codes, design, draw_latents(profile, design, rng))


def draw_latents(profile: ApplicationProfile, design: Floats, rng: np.random.Generator) -> Floats:
    """Draw the latent normals of the numeric columns given the categories; shape (clients, columns)."""
    noise = rng.standard_normal((len(design), profile.residual_root.shape[0]), dtype=np.float32)
    return profile.effects[0] + design @ profile.effects[1:] + noise @ profile.residual_root
