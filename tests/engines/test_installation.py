"""Without what Spark needs, one sentence says what to install; the usual engine needs none of it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from credit_panel.cli import main
from credit_panel.engines.spark import installation

Fails = Callable[..., str]


@pytest.fixture
def fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Fails:
    """Ask for features on Spark, and return the one sentence that refuses it."""

    def sentence(*options: str) -> str:
        command = ["features", "--engine", "spark", "--tables", str(tmp_path), "--out", str(tmp_path / "out"), *options]
        assert main(command) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        return said.err

    return sentence


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let PySpark and PyArrow seem to be there."""
    monkeypatch.setattr(installation.importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(installation, "version", lambda name: "4.3.0")


def java(folder: Path, said: str, code: int = 0) -> Path:
    """Put a Java into a folder that says something of its version."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit {code}\n")
    program.chmod(0o755)
    return folder


def test_without_pyspark(fails: Fails, monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyspark" else there(name))
    assert "needs PySpark, which is not installed: install it with pip install 'credit-panel[spark]'." in fails()


@pytest.mark.usefixtures("installed")
def test_an_earlier_pyspark(fails: Fails, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "version", lambda name: "3.5.6")
    assert "PySpark is 3.5.6, and 4.0 or later is needed" in fails()


@pytest.mark.usefixtures("installed")
def test_without_java(fails: Fails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "there is none on the path: install Java 17 or later" in fails()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('openjdk version "11.0.2" 2019-01-15', "is Java 11, and Spark needs Java 17"),
        ('java version "1.8.0_392"', "is Java 8, and Spark needs Java 17"),
        ("nonsense", "no Java that tells its version"),
    ],
)
def test_a_java_that_is_too_old(
    fails: Fails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, words: str
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "jdk", said)))
    assert words in fails()


@pytest.mark.usefixtures("installed")
def test_a_folder_of_java_that_has_none(fails: Fails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert f"JAVA_HOME is {tmp_path}, and" in fails()


@pytest.mark.usefixtures("installed")
def test_a_master_that_is_none(fails: Fails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "jdk", 'openjdk version "21.0.1"')))
    assert "--master is 'sc://host': give local[4]" in fails("--master", "sc://host")
    assert "No master answers at spark://127.0.0.1:9 (" in fails("--master", "spark://127.0.0.1:9")
    assert "--conf is 'executor': give NAME=VALUE" in fails("--conf", "executor=1")


def test_settings_of_spark_are_refused_without_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["features", "--tables", ".", "--out", str(tmp_path / "x.csv"), "--master", "local"]) == 2
    assert "--master and --conf are of Spark: add --engine spark." in capsys.readouterr().err


@pytest.mark.long
def test_the_usual_engine_loads_nothing_of_spark(tmp_path: Path) -> None:
    loaded = "[m for m in ('pyspark', 'py4j') if m in sys.modules]"
    arguments = ["features", "--tables", "absent", "--out", str(tmp_path / "x.csv")]
    code = f"import sys; from credit_panel.cli import main; main({arguments}); print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert (done.stdout, "absent does not exist" in done.stderr) == ("[]\n", True)
