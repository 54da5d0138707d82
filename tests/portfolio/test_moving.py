"""A model and portfolio arrive on another machine as they left the first, or nothing is changed there."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credit_panel.cli import main
from credit_panel.errors import CreditPanelError, PortfolioError
from credit_panel.portfolio import ServedModel, change_policy
from credit_panel.portfolio.moving import pack, unpack
from credit_panel.scoring import Policy
from credit_panel.settings import Settings

Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture(scope="module")
def packed(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("packed") / "small.tar"
    assert pack(settings.model, settings, out) > 10
    return out


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    """The folders of another machine."""
    return replace(settings, data_dir=tmp_path / "there" / "data", models_dir=tmp_path / "there" / "models")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def members_of(path: Path) -> Members:
    with tarfile.open(path) as archive:
        return [(member, archive.extractfile(member).read()) for member in archive]  # type: ignore[union-attr]


def written(members: Members, path: Path) -> Path:
    with tarfile.open(path, "w") as archive:
        for member, content in members:
            member.size = len(content) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(content))
    return path


def with_list(members: Members, change: Callable[[dict[str, dict[str, object]]], None]) -> Members:
    """Return the members with another list of files."""
    listed = json.loads(members[0][1])
    change(listed["files"])
    return [(members[0][0], json.dumps(listed).encode()), *members[1:]]


def test_it_arrives_as_it_left(packed: Path, settings: Settings, elsewhere: Settings) -> None:
    assert unpack(packed, elsewhere) == settings.model
    assert contents(elsewhere.bundle_dir()) == contents(settings.bundle_dir())
    assert contents(elsewhere.portfolio_dir()) == contents(settings.portfolio_dir())
    here, there = ServedModel.open(settings), ServedModel.open(elsewhere)
    number = int(here.portfolio.ids[5])
    assert there.identity == here.identity
    assert there.explain_client(number) == here.explain_client(number)


def test_the_same_model_makes_the_same_file(packed: Path, settings: Settings, tmp_path: Path) -> None:
    pack(settings.model, settings, tmp_path / "again.tar")
    assert (tmp_path / "again.tar").read_bytes() == packed.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.tar"]


def test_what_is_there_is_replaced_only_where_that_is_asked_for(packed: Path, elsewhere: Settings) -> None:
    unpack(packed, elsewhere)
    with pytest.raises(PortfolioError, match="--replace"):
        unpack(packed, elsewhere)
    (elsewhere.portfolio_dir() / "former").touch()
    unpack(packed, elsewhere, replace=True)
    assert not (elsewhere.portfolio_dir() / "former").exists()
    unpack(packed, elsewhere, name="other")
    assert contents(elsewhere.bundle_dir("other")) == contents(elsewhere.bundle_dir())


def changed(members: Members) -> Members:
    member, content = members[-1]
    return [*members[:-1], (member, content[:-1] + bytes([content[-1] ^ 1]))]


def led_outside(members: Members) -> Members:
    """One more file, listed and sealed, whose name leads out of the folder."""
    content, name = b"out", "model/../../../../escaped"
    member = tarfile.TarInfo(name)
    seal = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return [*with_list(members, lambda files: files.update({name: seal})), (member, content)]


def absolute(members: Members) -> Members:
    name = "/tmp/escaped-of-credit-panel"  # noqa: S108 - never written
    seal = {"size": 0, "sha256": hashlib.sha256(b"").hexdigest()}
    return [*with_list(members, lambda files: files.update({name: seal})), (tarfile.TarInfo(name), b"")]


def linked(members: Members) -> Members:
    """A link in the place of the last file, which would read another file of the machine."""
    member = tarfile.TarInfo(members[-1][0].name)
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/hostname"
    return [*members[:-1], (member, b"")]


def of_another_model(members: Members) -> Members:
    """Every checksum is right, and the model's own seal is not."""
    place = next(at for at, (member, _) in enumerate(members) if member.name == "model/calibration.json")
    content = members[place][1] + b" "
    seal = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    whole = with_list(members, lambda files: files.update({"model/calibration.json": seal}))
    whole[place] = (whole[place][0], content)
    return whole


@pytest.mark.parametrize(
    "spoil",
    [
        changed,
        led_outside,
        absolute,
        linked,
        of_another_model,
        lambda members: members[:-1],
        lambda members: [*members, members[-1]],
        lambda members: members[1:],
        lambda members: [],
        lambda members: [members[0], *reversed(members[1:])],
        lambda members: [(members[0][0], b"[" * 100_000), *members[1:]],
        lambda members: [(members[0][0], b'{"format": 2, "name": "x", "files": {}}')],
        lambda members: [(members[0][0], b'{"format": 1, "name": "../x", "files": {}}')],
        lambda members: [(members[0][0], b'{"format": 1, "name": "x", "files": {}}')],
    ],
)
def test_what_was_spoilt_changes_nothing(
    packed: Path, elsewhere: Settings, tmp_path: Path, spoil: Callable[[Members], Members]
) -> None:
    unpack(packed, elsewhere)
    before = contents(tmp_path / "there")
    spoilt = written(spoil(members_of(packed)), tmp_path / "spoilt.tar")
    with pytest.raises(CreditPanelError) as caught:
        unpack(spoilt, elsewhere, replace=True)
    assert "\n" not in str(caught.value)
    assert contents(tmp_path / "there") == before
    assert {path.name for path in tmp_path.iterdir()} <= {"there", "spoilt.tar"}


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_that_was_cut_changes_nothing(packed: Path, elsewhere: Settings, tmp_path: Path, share: float) -> None:
    content = packed.read_bytes()
    (tmp_path / "cut.tar").write_bytes(content[: int(share * len(content))])
    with pytest.raises(PortfolioError, match="pack it again"):
        unpack(tmp_path / "cut.tar", elsewhere)
    assert contents(tmp_path / "there") == {}


def test_a_model_that_is_not_whole_is_not_packed(packed: Path, elsewhere: Settings, tmp_path: Path) -> None:
    unpack(packed, elsewhere)
    with next(elsewhere.portfolio_dir().glob("*.parquet")).open("r+b") as file:
        file.seek(100)
        file.write(b"spoilt")
    with pytest.raises(PortfolioError):
        pack(elsewhere.model, elsewhere, tmp_path / "out.tar")
    assert not list(tmp_path.glob("*out.tar*"))


def test_the_commands(
    settings: Settings,
    elsewhere: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = str(tmp_path / "moved.tar")
    for places, asked in (
        (settings, ["pack", settings.model, "--out", file]),
        (elsewhere, ["unpack", file, "--name", "moved"]),
        (elsewhere, ["unpack", file, "--name", "moved", "--replace"]),
    ):
        for name, value in places.environ().items():
            monkeypatch.setenv(name, value)
        assert main(["bundle", *asked]) == 0
    assert "all of it is intact" in capsys.readouterr().out
    assert main(["bundle", "unpack", file, "--name", "moved"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["bundle", "unpack", str(tmp_path / "nothing.tar")]) == 2


def test_models_of_one_name_lie_beside_each_other(packed: Path, elsewhere: Settings, tmp_path: Path) -> None:
    """A folder that is in the way is kept too; whoever has a former one open reads on, and the way back is short."""
    unpack(packed, elsewhere)
    change_policy("small", Policy(cost_ratio=25), elsewhere)
    other = tmp_path / "other.tar"
    pack("small", elsewhere, other)
    changed = ServedModel.open(elsewhere)
    unpack(packed, elsewhere, beside=True)
    former = ServedModel.open(elsewhere)
    assert former.identity != changed.identity
    first = int(former.portfolio.ids[0])
    unpack(other, elsewhere, beside=True)
    assert ServedModel.open(elsewhere).identity == changed.identity
    assert former.explain_client(first).client_id == first
    assert len([folder for folder in elsewhere.data_dir.iterdir() if not folder.is_symlink()]) == 2
    unpack(packed, elsewhere, beside=True)
    assert ServedModel.open(elsewhere).identity == former.identity
