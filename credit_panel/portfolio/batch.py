"""Scores of many applications by the same path as one, a part at a time: memory does not grow with the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import polars as pl

from credit_panel.features import build_features
from credit_panel.home_credit import CLIENT, Tables, read_tables
from credit_panel.portfolio.held_out import recognised_among, training_clients
from credit_panel.portfolio.score_table import ScoreTable
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.progress import track

CLIENTS_AT_ONCE = 200_000
"""Clients whose histories are read at once; a table that is not sorted by client, or is CSV, is read each time."""

ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class BatchScores:
    """The scores of a batch, and what the person who asked for them should know.

    Parameters
    ----------
    frame
        ``SK_ID_CURR``, ``probability``, ``low``, ``high``, ``points``, ``grade``, ``outcome``, ``flags`` (see `Flag`),
        ``held_out`` (whether the client trained the model and was scored by trees grown without them); one row an
        application, by rising client number.
    notes
        What reading left out or repaired, and categories that training never saw, one sentence each.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...]


@dataclass(slots=True)
class Batch:
    """The applications of some tables, to be scored a part after the other.

    Parameters
    ----------
    tables
        The tables, open.
    served
        What scores them, each client who trained the model held out.
    table
        The columns of a row.
    """

    tables: Tables
    served: ServedModel
    table: ScoreTable = field(default_factory=ScoreTable)
    _unseen: Counter[str] = field(default_factory=Counter)

    @property
    def notes(self) -> tuple[str, ...]:
        """What reading left out or repaired, and what training never saw of the parts so far."""
        return (*self.tables.notes, *_sentences(self._unseen))

    def parts(self, rows: int = ROWS_AT_ONCE) -> Iterator[pl.DataFrame]:
        """Yield the rows of the table, by rising client number; a part without rows when there are no applications.

        Parameters
        ----------
        rows
            Most rows of a part.

        Raises
        ------
        TablesError
            When a history cannot be read.
        """
        scorer, trained = self.served.scorer, training_clients(self.served.portfolio)
        none = True
        for features in feature_parts(self.tables):
            none = False
            known = recognised_among(trained, features.sort(CLIENT))
            for column, count in scorer.unseen(known).items():
                self._unseen[column] += count
            with track("Scoring", total=len(known)) as step:
                for part in known.iter_slices(rows):
                    yield self.table.of(part, scorer)
                    step.advance(len(part))
        if none:
            yield pl.DataFrame(schema=self.table.schema(scorer))


def feature_parts(tables: Tables, clients: int = CLIENTS_AT_ONCE) -> Iterator[pl.DataFrame]:
    """Yield the features of all applications, those of so many clients at a time, by rising numbers.

    Raises
    ------
    TablesError
        When a history cannot be read.
    """
    numbers = tables.collect(tables.application.select(CLIENT)).to_series().sort()
    count = -(-len(numbers) // clients)
    if not count:
        return
    if count == 1:
        yield tables.collect(build_features(tables))
        return
    bounds = [len(numbers) * part // count for part in range(count + 1)]
    for first, end in pairwise(bounds):
        some = tables.of_clients(numbers[first], numbers[end - 1])
        yield some.collect(build_features(some))


def score_tables(
    tables_path: Path, served: ServedModel, *, chunk: int = ROWS_AT_ONCE, allow_out_of_bounds: bool = False
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
        batch = Batch(tables, served)
        frame = pl.concat(batch.parts(chunk))
    return BatchScores(frame, batch.notes)


def _sentences(unseen: Mapping[str, int]) -> list[str]:
    return [
        f"{column} holds {count} values that training never saw: they count as missing."
        for column, count in unseen.items()
        if count
    ]
