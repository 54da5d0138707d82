"""What an engine does, whichever it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import polars as pl

    from credit_panel.portfolio.earlier_scores import EarlierScores
    from credit_panel.portfolio.score_table import ScoreTable
    from credit_panel.portfolio.served_model import ServedModel


class Sink(Protocol):
    """A place to write a table to."""

    @property
    def name(self) -> str:
        """What the user wrote."""

    def check(self) -> None:
        """Raise `SettingsError` when one machine cannot write there."""

    def write_parts(self, parts: Iterable[pl.DataFrame], metadata: Mapping[str, str]) -> int:
        """Write a table part by part, and return how many rows it has."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an engine did.

    Parameters
    ----------
    rows
        Applications that were written, or would be.
    notes
        What the reader should know, one sentence each.
    """

    rows: int
    notes: tuple[str, ...]


class Engine(Protocol):
    """What works on tables."""

    def features(self, tables: str, out: Sink, *, allow_out_of_bounds: bool) -> Report:
        """Write the features of every application of some tables."""

    def score(
        self,
        tables: str,
        served: ServedModel,
        bundle: Path,
        table: ScoreTable,
        out: Sink,
        *,
        since: EarlierScores | None = None,
        allow_out_of_bounds: bool,
    ) -> Report:
        """Write the scores of every application of some tables, by the model whose bundle lies in a folder.

        Those that were scored before, `since`, are left out.
        """

    def look(self, tables: str, out: Sink, *, since: EarlierScores | None = None, allow_out_of_bounds: bool) -> Report:
        """Check tables and the place to write to, and write nothing."""
