"""Polars: tables of one machine, read and written a part at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from credit_panel.engines.engine import Report, Sink
from credit_panel.home_credit import Tables, read_tables
from credit_panel.portfolio.batch import Batch, feature_parts
from credit_panel.portfolio.score_table import metadata_of

if TYPE_CHECKING:
    from credit_panel.portfolio.earlier_scores import EarlierScores
    from credit_panel.portfolio.score_table import ScoreTable
    from credit_panel.portfolio.served_model import ServedModel


class PolarsEngine:
    """Works on tables with Polars, in this process."""

    def features(self, tables: str, out: Sink, *, allow_out_of_bounds: bool) -> Report:
        """Write the features of every application, by rising client number."""
        out.check()
        with read_tables(Path(tables), allow_out_of_bounds=allow_out_of_bounds) as opened:
            rows = out.write_parts((part.sort("SK_ID_CURR") for part in feature_parts(opened)), {})
            return Report(rows, opened.notes)

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
        """Write the scores of every application that was not scored before, by rising client number."""
        out.check()
        with read_tables(Path(tables), allow_out_of_bounds=allow_out_of_bounds) as opened:
            rest, notes = _rest(opened, since)
            batch = Batch(rest, served, table)
            rows = out.write_parts(batch.parts(), metadata_of(served))
            return Report(rows, (*batch.notes, *notes))

    def look(self, tables: str, out: Sink, *, since: EarlierScores | None = None, allow_out_of_bounds: bool) -> Report:
        """Check the application table and where the scores would go; histories are read when they are needed."""
        out.check()
        with read_tables(Path(tables), allow_out_of_bounds=allow_out_of_bounds) as opened:
            rest, notes = _rest(opened, since)
            rows = rest.collect(rest.application.select("SK_ID_CURR")).height
            return Report(rows, (*opened.notes, *notes))


def _rest(tables: Tables, since: EarlierScores | None) -> tuple[Tables, tuple[str, ...]]:
    """Return the tables without what was scored before, and what the reader should know of it."""
    if since is None:
        return tables, ()
    rest, note = since.left_out_of(tables)
    return rest, (note,)
