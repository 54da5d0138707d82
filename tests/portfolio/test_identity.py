"""Bundle, policy and portfolio are one: what is cut, changed or of another build is named."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from credit_panel.cli import main
from credit_panel.errors import CreditPanelError, PortfolioError, ReplacedError
from credit_panel.portfolio import ServedModel, file_seals
from credit_panel.scoring import Policy, Scale, verify_bundle
from credit_panel.scoring.manifest import version_of
from credit_panel.settings import Settings


@pytest.fixture(scope="module")
def copy(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the built model and portfolio, which each test leaves as it was."""
    root = tmp_path_factory.mktemp("copy")
    copied = Settings(root / "data", root / "models", settings.model)
    shutil.copytree(settings.portfolio_dir(), copied.portfolio_dir())
    shutil.copytree(settings.bundle_dir(), copied.bundle_dir())
    return copied


def files_of(copy: Settings) -> list[Path]:
    roots = (copy.bundle_dir(), copy.portfolio_dir())
    return sorted(path for root in roots for path in root.rglob("*") if path.is_file())


def verify(copy: Settings) -> None:
    verify_bundle(copy.bundle_dir())
    ServedModel.open(copy).verify()


@given(st.data())
@hypothesis_settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_other_byte_of_any_file_is_found(copy: Settings, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files_of(copy)))
    content = path.read_bytes()
    place, other = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 255))
    path.write_bytes(content[:place] + bytes([content[place] ^ other]) + content[place + 1 :])
    try:
        with pytest.raises(CreditPanelError, match=r"build|install"):
            verify(copy)
    finally:
        path.write_bytes(content)


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("harm", ["missing", "cut", "footer"])
def test_a_harmed_file_is_named_when_it_is_opened(
    copy: Settings, harm: str, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_seals, "SMALL", 10**9 if small else 0)
    for path in files_of(copy):
        content = path.read_bytes()
        if harm == "missing":
            path.unlink()
        else:
            path.write_bytes(content[:-9] + (b"" if harm == "cut" else b"\x00" * 9))
        try:
            with pytest.raises(CreditPanelError, match="build") as caught:
                ServedModel.open(copy)
        finally:
            path.write_bytes(content)
        said = str(caught.value)
        assert path.name in said or str(path.parent) in said
        assert len(said.splitlines()) == 1
    ServedModel.open(copy)


def test_a_changed_row_of_a_large_portfolio_is_found_by_verify(
    copy: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_seals, "SMALL", 0)
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(copy.data_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(copy.models_dir))
    path = copy.portfolio_dir() / "applications.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
    assert main(["verify", copy.model]) == 2
    path.write_bytes(content)
    assert f"{path} was changed after it was built" in capsys.readouterr().err
    stray = copy.portfolio_dir() / "histories" / "stray.parquet"
    stray.write_bytes(b"")
    assert main(["verify", copy.model]) == 2
    stray.unlink()
    assert "stray.parquet" in capsys.readouterr().err
    for make in (os.mkfifo, lambda path: path.symlink_to(copy.data_dir, target_is_directory=True)):
        make(stray)
        assert main(["verify", copy.model]) == 2
        stray.unlink()
        assert "stray.parquet" in capsys.readouterr().err
    assert main(["verify", copy.model]) == 0
    assert ServedModel.open(copy).identity in capsys.readouterr().out


def test_policy_and_scale_are_in_the_version(served: ServedModel) -> None:
    manifest = served.scorer.manifest
    assert manifest.version == version_of(manifest.files, manifest.scale, manifest.policy)
    others = [
        version_of(manifest.files, manifest.scale, Policy(cost_ratio=9)),
        version_of(manifest.files, manifest.scale, Policy(review_level=0.3)),
        version_of(manifest.files, Scale(base=500.0), manifest.policy),
    ]
    assert len({manifest.version, *others}) == 4


def test_the_halves_of_two_builds_are_not_opened_together(copy: Settings) -> None:
    """Of two builds that differ in their policy alone, and of one whose folder was copied over."""
    path = copy.portfolio_dir() / "portfolio.json"
    before = path.read_text()
    from credit_panel.portfolio.manifest import read_manifest, write_manifest

    manifest = read_manifest(copy.portfolio_dir())
    from dataclasses import replace

    write_manifest(replace(manifest, bundle="0" * 64), copy.portfolio_dir())
    with pytest.raises(PortfolioError, match="come from two builds") as caught:
        ServedModel.open(copy)
    path.write_text(before)
    assert str(copy.bundle_dir()) in str(caught.value)


@pytest.mark.parametrize("name", ["portfolio.json", "manifest.json"])
@pytest.mark.parametrize(("step", "words"), [(-1, "earlier version"), (1, "newer version")])
def test_another_format_says_what_to_do(copy: Settings, name: str, step: int, words: str) -> None:
    path = next(path for path in files_of(copy) if path.name == name)
    before = path.read_text()
    content = json.loads(before)
    path.write_text(json.dumps({**content, "format": content["format"] + step}))
    with pytest.raises(CreditPanelError, match=words):
        ServedModel.open(copy)
    path.write_text(before)


def test_nobody_else_may_read_what_a_build_wrote(settings: Settings) -> None:
    for path in (settings.bundle_dir(), settings.portfolio_dir(), *files_of(settings)):
        assert stat.S_IMODE(path.stat().st_mode) == (0o750 if path.is_dir() else 0o640), path


def test_a_replaced_portfolio_is_no_longer_read(copy: Settings) -> None:
    served = ServedModel.open(copy)
    client = int(served.portfolio.ids[0])
    served.portfolio.check_current()
    aside = copy.portfolio_dir().with_name("aside")
    shutil.copytree(copy.portfolio_dir(), aside)
    shutil.rmtree(copy.portfolio_dir())
    aside.rename(copy.portfolio_dir())
    for read in (
        served.portfolio.check_current,
        lambda: served.portfolio.client(client),
        lambda: served.portfolio.history.events(client),
        lambda: served.portfolio.read(served.portfolio.contributions),
    ):
        with pytest.raises(ReplacedError, match="start the server again") as caught:
            read()
        assert "/" not in str(caught.value)
