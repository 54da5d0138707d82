"""Where `credit-panel score` writes: by the ending, to standard output, into what is no file, and never over it."""

from __future__ import annotations

import io
import math
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from credit_panel.cli import main
from credit_panel.settings import Settings

Run = Callable[..., subprocess.CompletedProcess[bytes]]
COMMAND = [sys.executable, "-c", "import sys; from credit_panel.cli import main; sys.exit(main())"]
STAMP = ["model", "version", "cost_ratio", "review_level", "portfolio"]
COLUMNS = ["SK_ID_CURR", "probability", "low", "high", "points", "grade", "outcome", "flags", "held_out", *STAMP]


@pytest.fixture(scope="session")
def few_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of 60 applications, without histories."""
    from credit_panel.home_credit.synthetic import generate

    folder = tmp_path_factory.mktemp("few")
    generate(60, seed=2, out=folder)
    return folder


@pytest.fixture
def write(
    settings: Settings, few_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], int]:
    """Run `credit-panel score` in an empty folder within this process; gives the exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))
    return lambda out: main(["score", "--model", "small", "--tables", str(few_tables), "--out", out])


@pytest.fixture
def score(settings: Settings, few_tables: Path, tmp_path: Path) -> Run:
    """Run `credit-panel score` in an empty folder, as a shell does: what standard output is, only a process shows."""
    environ = os.environ | {
        "CREDIT_PANEL_DATA_DIR": str(settings.data_dir),
        "CREDIT_PANEL_MODELS_DIR": str(settings.models_dir),
    }
    command = [*COMMAND, "score", "--model", "small"]

    def run(out: str, tables: Path = few_tables, **options: object) -> subprocess.CompletedProcess[bytes]:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        arguments = ["--tables", str(tables), "--out", out]
        return subprocess.run([*command, *arguments], cwd=tmp_path, env=environ, check=False, **streams)

    return run


@pytest.mark.long
def test_each_ending_is_its_format_and_standard_output_is_a_table(
    write: Callable[[str], int], score: Run, tmp_path: Path
) -> None:
    for name in ("x.parquet", "x.csv", "x.JSONL", "x.ndjson"):
        assert write(name) == 0
    frame = pl.read_parquet(tmp_path / "x.parquet")
    assert (frame.columns, len(frame)) == (COLUMNS, 60)
    assert_frame_equal(pl.read_csv(tmp_path / "x.csv"), frame, check_dtypes=False)
    for name in ("x.JSONL", "x.ndjson"):
        assert_frame_equal(pl.read_ndjson(tmp_path / name), frame, check_dtypes=False)
    assert stat.S_IMODE((tmp_path / "x.csv").stat().st_mode) == 0o640
    for name in ("-", "/dev/stdout"):
        done = score(name)
        assert_frame_equal(pl.read_csv(io.BytesIO(done.stdout)), frame, check_dtypes=False)
        assert b"Scored 60 applications" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.JSONL", "x.csv", "x.ndjson", "x.parquet"]


def test_standard_output_that_is_a_file_grows(score: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("kept\n")
    with log.open("ab") as out:
        assert score("/dev/stdout", stdout=out).returncode == 0
    assert log.read_text().startswith("kept\nSK_ID_CURR,")


def test_a_link_stays_and_its_target_is_written(write: Callable[[str], int], tmp_path: Path) -> None:
    target, link = tmp_path / "elsewhere" / "target", tmp_path / "x.csv"
    target.parent.mkdir()
    target.write_text("former")
    target.chmod(0o600)
    link.symlink_to(target)
    assert write("x.csv") == 0
    assert link.is_symlink()
    assert len(pl.read_csv(target)) == 60
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_pipe_is_written_into_and_stays_a_pipe(write: Callable[[str], int], tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert write("pipe") == 0
    reader.join()
    assert len(pl.read_csv(read[0])) == 60
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("x.xlsx", ["x.xlsx", ".parquet, .csv"]),
        ("x", ["ending"]),
        ("folder.csv", ["folder.csv", "is a folder"]),
        ("nowhere/x.csv", ["nowhere", "does not exist"]),
        ("/dev/full", ["no room left"]),
    ],
)
def test_what_cannot_be_written_is_one_sentence(
    write: Callable[[str], int], tmp_path: Path, out: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert write(out) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("credit-panel: ")
    assert all(word in said for word in words), said
    assert os.listdir(tmp_path) == ["folder.csv"]
    assert not Path("/dev/full").is_file()


def test_standard_output_without_room_is_one_sentence(score: Run, tmp_path: Path) -> None:
    for out in ("-", "x.csv"):
        with open("/dev/full", "wb") as full:
            done = score(out, stdout=full)
        assert (done.returncode, done.stderr.count(b"credit-panel: ")) == (2, 1)
        assert b"no room left" in done.stderr
        assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("rows", [60, 3_000])
def test_a_reader_that_has_seen_enough_is_no_fault(score: Run, few_tables: Path, tmp_path: Path, rows: int) -> None:
    few = pl.read_parquet(few_tables / "application_train.parquet")
    many = pl.concat([few] * math.ceil(rows / len(few)))[:rows].with_columns(SK_ID_CURR=200_000 + pl.int_range(rows))
    many.write_parquet(tmp_path / "application_train.parquet")
    with subprocess.Popen(["head", "-2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as head:
        assert head.stdin is not None
        assert head.stdout is not None
        done = score("-", tables=tmp_path, stdout=head.stdin)
        head.stdin.close()
        lines = head.stdout.read().decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["SK_ID_CURR", "200000"]
    assert done.returncode in (0, 141), done.stderr  # the system may have taken what nobody read
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_a_reader_that_is_gone_before_is_told_as_a_broken_pipe(score: Run) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = score("-", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, b"Traceback" in done.stderr) == (141, False)


def test_help_that_nobody_reads_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run([*COMMAND, "score", "--help"], stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert done.returncode in (0, 141), "0 where argparse, unbuffered, has met the fault and passed over it"
    assert done.stderr == b""


@pytest.mark.parametrize("out", ["file", "file/below", "/sys/below", "/dev/full", "/dev/full/below"])
def test_a_folder_that_cannot_be_made_is_one_sentence(
    out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("kept")
    assert main(["synthesize", "--applications", "50", "--out", out]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1), said.err
    assert said.err.startswith(f"credit-panel: The system refused a file ({out}"), said.err
    assert (os.listdir(), Path("file").read_text()) == (["file"], "kept")


def test_a_folder_in_the_place_of_a_table_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "bureau.parquet" / "kept"
    there.mkdir(parents=True)
    assert main(["synthesize", "--applications", "50", "--out", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "bureau.parquet" in said.err.splitlines()[-1]
    assert there.is_dir()
    assert not list(tmp_path.glob(".*"))
