"""Folders are replaced together or not at all, whatever comes between."""

from __future__ import annotations

import errno
import json
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from little_room import little_room

from credit_panel.errors import PortfolioError, TablesError
from credit_panel.portfolio.staging import is_full_disk, recover, staged


def make_places(folder: Path) -> tuple[Path, Path]:
    """Return two places: a folder that is there, and one that is not yet."""
    there = folder / "a" / "there"
    there.mkdir(parents=True)
    (there / "file").write_text("former")
    return there, folder / "b" / "new"


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    return make_places(tmp_path)


def assert_untouched(places: tuple[Path, Path]) -> None:
    assert [file.name for file in places[0].parent.iterdir()] == ["there"]
    assert (places[0] / "file").read_text() == "former"
    assert not places[1].parent.exists() or not list(places[1].parent.iterdir())


def test_both_take_their_places(places: tuple[Path, Path]) -> None:
    with staged(*places) as fresh:
        for folder in fresh:
            (folder / "file").write_text("fresh")
        assert (places[0] / "file").read_text() == "former"
    for place in places:
        assert (place / "file").read_text() == "fresh"
        assert [file.name for file in place.parent.iterdir()] == [place.name]


def test_what_is_made_is_for_its_owner_and_their_group_alone(places: tuple[Path, Path]) -> None:
    with staged(*places) as fresh:
        (fresh[0] / "deep" / "er").mkdir(parents=True)
        (fresh[0] / "deep" / "er" / "file").write_text("fresh")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (places[0], *places[0].rglob("*")) if path.is_dir()}
    assert modes == {0o750}
    assert stat.S_IMODE((places[0] / "deep" / "er" / "file").stat().st_mode) == 0o640


KILLED = """
import os, signal, sys
from pathlib import Path
from credit_panel.xgboost_alone import import_xgboost_alone
import_xgboost_alone()
from credit_panel.portfolio.staging import staged
rename, left = Path.rename, 0
def killed(self, target):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return rename(self, target)
for folder in map(Path, sys.argv[1:]):
    child = os.fork()
    if not child:
        with staged(folder / "a" / "there", folder / "b" / "new") as fresh:
            for made in fresh:
                (made / "file").write_text("fresh")
            Path.rename, left = killed, int(folder.name)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
"""Exchanges in the places below each given folder, each killed after as many renames as its folder is called."""


def test_a_killed_exchange_is_completed_or_never_was(tmp_path: Path) -> None:
    every = [make_places(tmp_path / str(renames)) for renames in range(5)]
    folders = [str(tmp_path / str(renames)) for renames in range(5)]
    done = subprocess.run([sys.executable, "-c", KILLED, *folders], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [*[str(-signal.SIGKILL)] * 4, "0"]
    for places in every:
        recover(*places)
    assert_untouched(every[0])
    for place in (place for places in every[1:] for place in places):
        assert (place / "file").read_text() == "fresh"
        assert [file.name for file in place.parent.iterdir()] == [place.name]


def test_what_a_living_process_makes_is_left_alone(places: tuple[Path, Path]) -> None:
    with staged(*places) as fresh:
        (fresh[0] / "file").write_text("fresh")
        recover(*places)
        with staged(*places) as others:
            (others[0] / "file").write_text("other")
        assert (places[0] / "file").read_text() == "other"
    assert (places[0] / "file").read_text() == "fresh"
    assert [file.name for file in places[0].parent.iterdir()] == ["there"]


def test_the_folders_of_another_name_are_left_alone(places: tuple[Path, Path]) -> None:
    other = places[0].with_name(".there-too-abcd1234")
    other.mkdir()
    recover(*places)
    assert other.is_dir()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), TablesError("bad"), OSError(errno.EACCES, "denied")])
def test_an_error_passes_and_leaves_what_was_there(places: tuple[Path, Path], error: BaseException) -> None:
    def half_done() -> None:
        with staged(*places) as fresh:
            (fresh[0] / "file").write_text("half")
            raise error

    with pytest.raises(type(error)):
        half_done()
    assert_untouched(places)


@pytest.mark.parametrize("move", [1, 2, 3, 4])
def test_an_exchange_that_is_broken_off_is_undone(
    places: tuple[Path, Path], move: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = 0
    rename = Path.rename

    def broken(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == move:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(KeyboardInterrupt), staged(*places):
        pass
    assert_untouched(places)


@pytest.mark.parametrize("way", ["write_parquet", "sink_parquet", "write_bytes"])
def test_a_file_without_room_is_one_sentence(places: tuple[Path, Path], way: str) -> None:
    frame = pl.DataFrame({"x": np.random.default_rng(0).random(100_000)})
    write: Callable[[Path], object] = {
        "write_parquet": frame.write_parquet,
        "sink_parquet": frame.lazy().sink_parquet,
        "write_bytes": lambda file: file.write_bytes(bytes(1_000_000)),
    }[way]
    with little_room(100_000), pytest.raises(PortfolioError) as told, staged(*places) as (folder, _):
        write(folder / "x.parquet")
    assert str(told.value).startswith("The disk has no room left")
    assert str(places[0]) in str(told.value)
    assert_untouched(places)


def test_a_full_disk_is_recognised_through_other_errors() -> None:
    told = TablesError("The tables could not be read.")
    told.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert is_full_disk(told)
    assert is_full_disk(RuntimeError("parquet: underlying IO error: No space left on device (os error 28)"))
    assert not is_full_disk(OSError(errno.EACCES, "Permission denied"))
    assert not is_full_disk(RuntimeError("No such file or directory (os error 2)"))


def test_a_full_disk_in_the_block_is_a_portfolio_error(places: tuple[Path, Path]) -> None:
    with pytest.raises(PortfolioError, match="free some space"), staged(*places):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert_untouched(places)


def leftover(place: Path, plan: bytes) -> Path:
    """Leave a working folder of a killed process beside a place, with what it calls its plan."""
    folder = place.with_name(f".{place.name}-abc")
    folder.mkdir()
    (folder / "exchange.json").write_bytes(plan)
    return folder


@pytest.mark.parametrize("plan", [b"", b"5", b'[["a"]]', b"\xff", b"[" * 100_000, b"[[1, 2]]", b"{}"])
def test_a_plan_that_is_none_is_cleared_away(places: tuple[Path, Path], plan: bytes) -> None:
    folder = leftover(places[0], plan)
    recover(*places)
    assert not folder.exists()
    assert_untouched(places)


def test_a_plan_touches_nothing_but_places_with_their_working_folders(places: tuple[Path, Path]) -> None:
    elsewhere = places[0].parent / "precious"
    (elsewhere / "fresh").mkdir(parents=True)
    (elsewhere / "file").write_text("kept")
    folder = places[0].with_name(f".{places[0].name}-abc")
    for pairs in ([["nowhere", elsewhere]], [[places[0], folder], [places[1], elsewhere]]):
        leftover(places[0], json.dumps([[str(path) for path in pair] for pair in pairs]).encode())
        recover(*places)
        assert (elsewhere / "file").read_text() == "kept"
        assert (elsewhere / "fresh").is_dir()
    shutil.rmtree(elsewhere)
    assert_untouched(places)


def test_an_exchange_that_was_copied_elsewhere_is_completed_there(tmp_path: Path) -> None:
    killed, copy = tmp_path / "2", tmp_path / "copy"
    places = make_places(killed)
    subprocess.run([sys.executable, "-c", KILLED, str(killed)], check=True)
    shutil.copytree(killed, copy)
    before = sorted(path.relative_to(killed) for path in killed.rglob("*"))
    copied = [copy / place.relative_to(killed) for place in places]
    recover(*copied)
    assert [(place / "file").read_text() for place in copied] == ["fresh", "fresh"]
    assert sorted(path.relative_to(killed) for path in killed.rglob("*")) == before
