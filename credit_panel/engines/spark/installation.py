"""Whether this machine has what Spark needs: PySpark, PyArrow and Java."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from credit_panel.errors import SettingsError

LEAST_JAVA = 17
"""Spark 4 runs on no earlier Java."""

LEAST_PYSPARK = 4
_INSTALL = "install it with pip install 'credit-panel[spark]'"
_JAVA_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


def check_installation() -> None:
    """Raise `SettingsError` when PySpark, PyArrow or a Java of the right age is not there."""
    for module, name in (("pyspark", "PySpark"), ("pyarrow", "PyArrow")):
        if importlib.util.find_spec(module) is None:
            raise SettingsError(f"The engine spark needs {name}, which is not installed: {_INSTALL}.")
    found = version("pyspark")
    if int(found.split(".")[0]) < LEAST_PYSPARK:
        raise SettingsError(f"PySpark is {found}, and {LEAST_PYSPARK}.0 or later is needed: {_INSTALL}.")
    _check_java()


def _check_java() -> None:
    advice = f"install Java {LEAST_JAVA} or later (openjdk-{LEAST_JAVA}-jre-headless), or name its folder in JAVA_HOME."
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None:
        raise SettingsError(f"The engine spark needs Java, and there is none on the path: {advice}")
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        where = f"JAVA_HOME is {home}, and" if home else "The engine spark needs Java, and"
        raise SettingsError(f"{where} {java} does not run: {advice}") from error
    number = _JAVA_VERSION.search(said.stderr + said.stdout)
    if number is None or int(number[1]) < LEAST_JAVA:
        age = f"Java {number[1]}" if number else "no Java that tells its version"
        raise SettingsError(f"{java} is {age}, and Spark needs Java {LEAST_JAVA} or later: {advice}")
