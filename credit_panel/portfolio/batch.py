"""Scores of many applications at once, by the same path as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.portfolio.held_out import recognised
from credit_panel.portfolio.score_columns import score_columns
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.progress import track
from credit_panel.scoring import FOLD


@dataclass(frozen=True, slots=True)
class BatchScores:
    """The scores of a batch, and what the person who asked for them should know.

    Parameters
    ----------
    frame
        ``SK_ID_CURR``, ``probability``, ``low``, ``high``, ``points``, ``grade``, ``outcome``, ``held_out`` (whether
        the client trained the model and was scored by trees grown without them); one row an application, by rising
        client number.
    notes
        What reading left out or repaired, and categories that training never saw, one sentence each.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...]


def score_tables(
    tables_path: Path, served: ServedModel, *, chunk: int = 20_000, allow_out_of_bounds: bool = False
) -> BatchScores:
    """Score every application of the tables, train and test alike, each client who trained the model held out.

    Parameters
    ----------
    allow_out_of_bounds
        Let values that cannot be count as missing; else they are refused.

    Raises
    ------
    TablesError
        When the tables cannot be used.
    """
    with read_tables(tables_path, allow_out_of_bounds=allow_out_of_bounds) as tables:
        features = recognised(served.portfolio, tables.collect(build_features(tables)))
        notes = (*tables.notes, *_unseen(served.scorer.unseen(features)))
    parts: list[pl.DataFrame] = []
    with track("Scoring", total=len(features)) as step:
        for part in features.iter_slices(chunk):
            scores = score_columns(part["SK_ID_CURR"], served.scorer.score(part))
            parts.append(scores.with_columns(held_out=part[FOLD].is_not_null()))
            step.advance(len(part))
    return BatchScores(pl.concat(parts).sort("SK_ID_CURR"), notes)


def _unseen(counts: Mapping[str, int]) -> list[str]:
    return [
        f"{column} holds {count} values that training never saw: they count as missing."
        for column, count in counts.items()
        if count
    ]
