"""What works on the tables: Polars on one machine, or Spark on many. The engine is chosen here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from credit_panel.engines.engine import Engine, Report, Sink
from credit_panel.errors import SettingsError

ENGINES = ("polars", "spark")
"""Names of the engines, the usual one first."""

__all__ = ["ENGINES", "Engine", "Report", "Sink", "open_engine"]


@contextmanager
def open_engine(name: str, *, master: str | None = None, options: Mapping[str, str] | None = None) -> Iterator[Engine]:
    """Give an engine, which ends with the block.

    Parameters
    ----------
    name
        One of `ENGINES`.
    master
        Where Spark runs, as ``local[4]`` or ``spark://host:7077``; Polars has none.
    options
        Settings of Spark.

    Raises
    ------
    SettingsError
        When there is no such engine, or it cannot be used here.
    """
    if name == "spark":
        from credit_panel.engines.spark.session import spark_session

        with spark_session(master or "local[*]", options or {}) as session:
            # once PySpark is known to be there
            from credit_panel.engines.spark.engine import SparkEngine

            yield SparkEngine(session)
    elif master is not None or options:
        raise SettingsError("--master and --conf are of Spark: add --engine spark.")
    elif name == "polars":
        from credit_panel.engines.one_machine import PolarsEngine

        yield PolarsEngine()
    else:
        raise SettingsError(f"There is no engine {name!r}: take one of {', '.join(ENGINES)}.")
