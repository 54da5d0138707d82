"""How the tests start `credit-panel` on Spark: with settings under which small tables are done soonest."""

from __future__ import annotations

import sys

QUICK = {
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.memory": "1500m",
    # compiling to the last would take longer than the work
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m",
    "spark.executor.memory": "700m",
}

INTERPRETED = {"spark.sql.codegen.wholeStage": "false"}
"""To write and compile a program for each query takes longer than it saves over small tables; the cluster does so."""


def command(*arguments: str) -> list[str]:
    """Return the command line of `credit-panel` with these settings."""
    conf = [word for name, value in QUICK.items() for word in ("--conf", f"{name}={value}")]
    code = "import sys; from credit_panel.cli import main; sys.exit(main())"
    return [sys.executable, "-c", code, *arguments, *conf]
