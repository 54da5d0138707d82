"""What was scored before: the applications that a batch need not score again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from credit_panel.errors import SettingsError
from credit_panel.home_credit import CLIENT, Tables

VERSION = "version"
"""The column that says which model and policy scored a row."""

_READERS: Mapping[str, Callable[[Path], pl.LazyFrame]] = {
    ".parquet": pl.scan_parquet,
    ".csv": pl.scan_csv,
    ".jsonl": pl.scan_ndjson,
    ".ndjson": pl.scan_ndjson,
}


@dataclass(frozen=True, slots=True)
class EarlierScores:
    """An earlier output of ``score``, of which the rows by the same model and policy are not scored again.

    Parameters
    ----------
    output
        A file that ``score`` wrote, or a folder of Parquet files; with Spark, Parquet that the cluster can read.
    version
        Of the model and policy that score now; a row by another one is scored anew.
    """

    output: str
    version: str

    def check(self, columns: Sequence[str]) -> None:
        """Raise `SettingsError` when the output has not the columns that say which row was scored by whom."""
        lacking = [name for name in (CLIENT, VERSION) if name not in columns]
        if lacking:
            raise SettingsError(
                f"--since is {self.output}, which lacks {' and '.join(lacking)}: give an output of 'credit-panel "
                "score' whose --columns left them in."
            )

    def numbers(self) -> pl.DataFrame:
        """Return the numbers of the applications that need not be scored.

        Raises
        ------
        SettingsError
            When the output cannot be read, or does not say who scored.
        """
        path = Path(self.output)
        ending = ".parquet" if path.is_dir() else path.suffix.lower()
        if not path.exists() or ending not in _READERS:
            raise SettingsError(
                f"--since is {self.output}, which is no file of {', '.join(_READERS)} and no folder of Parquet files: "
                "give what 'credit-panel score' wrote before."
            )
        try:
            rows = _READERS[ending](path)
            self.check(rows.collect_schema().names())
            own = rows.filter(pl.col(VERSION) == self.version).select(pl.col(CLIENT).cast(pl.Int64))
            return own.unique().collect(engine="streaming")
        except (pl.exceptions.PolarsError, OSError) as error:
            raise SettingsError(
                f"--since is {self.output}, which cannot be read: give what 'credit-panel score' wrote before."
            ) from error

    def left_out_of(self, tables: Tables) -> tuple[Tables, str]:
        """Return the tables without these applications, and what the reader should know of it."""
        numbers = self.numbers().lazy().cast(tables.application.collect_schema()[CLIENT])
        rest = replace(tables, application=tables.application.join(numbers, on=CLIENT, how="anti"))
        every, new = (part.collect(part.application.select(CLIENT)).height for part in (tables, rest))
        return rest, self.note(every - new)

    def note(self, count: int) -> str:
        """Return what the reader should know of applications that are left out."""
        return f"{self.output} holds {count} of the applications by the same model and policy: they are left out."
