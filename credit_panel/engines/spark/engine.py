"""Spark: tables of a cluster, whose partitions are worked on and written each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from credit_panel.engines.engine import Report, Sink
from credit_panel.engines.spark.faults import fault_of
from credit_panel.engines.spark.scoring import scored
from credit_panel.engines.spark.tables import SparkTables, read_spark_tables
from credit_panel.errors import SettingsError
from credit_panel.features import build_features
from credit_panel.home_credit.schema import CLIENT
from credit_panel.portfolio.earlier_scores import VERSION
from credit_panel.portfolio.score_table import metadata_of
from credit_panel.progress import track

if TYPE_CHECKING:
    from credit_panel.portfolio.earlier_scores import EarlierScores
    from credit_panel.portfolio.score_table import ScoreTable
    from credit_panel.portfolio.served_model import ServedModel


class SparkEngine:
    """Works on tables with a session of Spark.

    Parameters
    ----------
    session
        The session.
    """

    def __init__(self, session: Any) -> None:
        self._session = session

    def features(self, tables: str, out: Sink, *, allow_out_of_bounds: bool) -> Report:
        """Write the features of every application as a folder of Parquet files."""
        self._check(out)
        opened = read_spark_tables(self._session, tables, allow_out_of_bounds=allow_out_of_bounds)
        return self._write(opened, build_features(opened), out, {})

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
        """Write the scores of every application that was not scored before as a folder of Parquet files."""
        self._check(out)
        opened = read_spark_tables(self._session, tables, allow_out_of_bounds=allow_out_of_bounds)
        if since is not None:
            opened = self._without(opened, since)
        frame = scored(self._session, build_features(opened), served, bundle, table)
        return self._write(opened, frame, out, metadata_of(served))

    def look(self, tables: str, out: Sink, *, since: EarlierScores | None = None, allow_out_of_bounds: bool) -> Report:
        """Check the application table and where the scores would go; histories are read when they are needed."""
        self._check(out)
        opened = read_spark_tables(self._session, tables, allow_out_of_bounds=allow_out_of_bounds)
        if since is not None:
            opened = self._without(opened, since)
        return Report(opened.application.count(), opened.notes)

    def _without(self, opened: SparkTables, since: EarlierScores) -> SparkTables:
        """Return the tables without what was scored before."""
        try:
            rows = self._session.read.parquet(since.output)
            since.check(rows.columns)
            done = rows.where(rows[VERSION] == since.version).select(CLIENT).distinct()
            rest = opened.application.join(done, on=CLIENT, how="left_anti")
            count = opened.application.count() - rest.count()
        except Exception as error:
            raise fault_of(error) from error
        return replace(opened, application=rest, notes=(*opened.notes, since.note(count)))

    def _check(self, out: Sink) -> None:
        if out.name == "-" or out.name.lower().endswith((".csv", ".jsonl", ".ndjson")):
            raise SettingsError(
                f"--out is {out.name}, and Spark writes a folder of Parquet files: give the path or URI of a new one."
            )
        files, path = self._place(out)
        try:
            there = files.exists(path)
        except Exception as error:
            raise fault_of(error) from error
        if there:
            raise SettingsError(f"--out is {out.name}, which is there already and is left alone: name a new folder.")

    def _place(self, out: Sink) -> tuple[Any, Any]:
        try:
            path = self._session._jvm.org.apache.hadoop.fs.Path(out.name)
            return path.getFileSystem(self._session._jsc.hadoopConfiguration()), path
        except Exception as error:
            raise fault_of(error) from error

    def _write(self, opened: SparkTables, frame: Any, out: Sink, metadata: Mapping[str, str]) -> Report:
        """Write a frame whole or not at all; who scored stands in the metadata of its first column too."""
        first = frame.columns[0]
        if metadata:
            frame = frame.withMetadata(first, dict(metadata))
        try:
            with track("Spark at work"):
                frame.write.mode("error").parquet(out.name)
            rows = self._session.read.parquet(out.name).count()
        except BaseException as error:
            files, path = self._place(out)
            files.delete(path, True)
            if isinstance(error, Exception):
                raise opened.fault_of(error) from error
            raise
        return Report(rows, opened.notes)
