"""Another policy for what is built: everything is decided anew, nothing is trained, and all of it stays one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from credit_panel.cli import main
from credit_panel.errors import PortfolioError
from credit_panel.portfolio import ServedModel, change_policy, file_seals
from credit_panel.portfolio.score_columns import AT_LOW
from credit_panel.scoring import Policy, read_bundle
from credit_panel.settings import Settings

DECIDED = ("outcome", "flags", "grade")
OTHER = Policy(cost_ratio=8, review_level=0.8)


@pytest.fixture
def copy(settings: Settings, tmp_path: Path) -> Settings:
    """A copy of the built model and portfolio."""
    copied = Settings(tmp_path / "data", tmp_path / "models", settings.model)
    shutil.copytree(settings.portfolio_dir(), copied.portfolio_dir())
    shutil.copytree(settings.bundle_dir(), copied.bundle_dir())
    return copied


def contents(copy: Settings) -> dict[str, bytes]:
    roots = (copy.data_dir, copy.models_dir)
    return {str(path): path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()}


def assert_decided_by(served: ServedModel, policy: Policy) -> None:
    """By one policy in the portfolio, the scorer and the explanation, and as a build would have."""
    rows = served.portfolio.select(None, None)
    wanted = served.scorer.scores_of(*(rows[name].to_numpy() for name in ("probability", AT_LOW)))
    assert served.scorer.policy == served.scorer.manifest.policy == policy
    assert rows["outcome"].to_list() == [str(outcome) for outcome in wanted.outcome]
    assert rows["grade"].to_list() == [str(grade) for grade in policy.grades(rows["probability"].to_numpy())]
    client = int(rows.filter(pl.col("outcome") == "refuse")["SK_ID_CURR"][0])
    assert served.portfolio.client(client)["outcome"][0] == "refuse"
    assert served.explain_client(client).threshold == policy.threshold
    counts = dict(served.portfolio.level_counts("outcome").iter_rows())
    assert counts == dict(rows["outcome"].value_counts().iter_rows())


def test_another_policy_in_memory_leaves_the_disk_alone(served: ServedModel, settings: Settings) -> None:
    before = contents(settings)
    other = served.with_policy(cost_ratio=8, review_level=0.8)
    assert_decided_by(other, OTHER)
    assert_decided_by(served, Policy())
    assert contents(settings) == before
    others = [other, served.with_policy(cost_ratio=8), served.with_policy(review_level=0.8)]
    for what in ("identity", "version"):
        assert len({getattr(each if what == "identity" else each.scorer, what) for each in (served, *others)}) == 4
    assert other.portfolio.select(None, None).drop(DECIDED).equals(served.portfolio.select(None, None).drop(DECIDED))
    assert other.portfolio.manifest.bundle == other.scorer.manifest.seal
    with pytest.raises(ValueError, match="cost ratio"):
        served.with_policy(cost_ratio=0)


def test_another_policy_on_disk_is_sealed_anew_and_can_be_taken_back(copy: Settings, served: ServedModel) -> None:
    before = contents(copy)
    changed = change_policy(copy.model, OTHER, copy)
    assert_decided_by(changed, OTHER)
    changed.verify()
    assert changed.identity != served.identity
    assert changed.scorer.version == read_bundle(copy.bundle_dir()).manifest.version != served.scorer.version
    after = contents(copy)
    altered = {Path(name).name for name in before if before[name] != after[name]}
    assert before.keys() == after.keys()
    assert altered == {"applications.parquet", "portfolio.json", "manifest.json"}
    rows, former = (each.portfolio.select(None, None) for each in (changed, served))
    assert rows.schema == former.schema
    assert rows.drop(DECIDED).equals(former.drop(DECIDED))
    back = change_policy(copy.model, Policy(), copy)
    assert back.scorer.version == served.scorer.version
    assert back.portfolio.select(None, None).equals(former)


def test_what_was_damaged_is_not_sealed(copy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_seals, "SMALL", 0)
    path = copy.portfolio_dir() / "contributions.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:5_000] + bytes([content[5_000] ^ 1]) + content[5_001:])
    before = contents(copy)
    with pytest.raises(PortfolioError, match=r"contributions\.parquet was changed"):
        change_policy(copy.model, OTHER, copy)
    assert contents(copy) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from credit_panel.portfolio import change_policy
from credit_panel.scoring import Policy
from credit_panel.settings import Settings
rename, left = Path.rename, int(sys.argv[1])
def killed(self, target):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return rename(self, target)
Path.rename = killed
change_policy("small", Policy(8, 0.8), Settings.from_env())
"""


@pytest.mark.parametrize(("renames", "policy"), [(0, Policy()), pytest.param(3, OTHER, marks=pytest.mark.long)])
def test_a_killed_change_is_completed_or_never_was(copy: Settings, renames: int, policy: Policy) -> None:
    environ = os.environ | copy.environ()
    done = subprocess.run([sys.executable, "-c", KILLED, str(renames)], env=environ, check=False)
    assert done.returncode == -signal.SIGKILL
    found = ServedModel.open(copy)
    found.verify()
    assert_decided_by(found, policy)
    assert [path.name for folder in (copy.data_dir, copy.models_dir) for path in folder.iterdir()] == [copy.model] * 2


def test_the_command_says_what_became_of_it(
    copy: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in copy.environ().items():
        monkeypatch.setenv(name, value)
    former = ServedModel.open(copy).identity
    for options, words in (
        ([], "add --cost-ratio N, --review-level L, or --missing-scores WHAT."),
        (["--review-level", "2"], "The review level must lie between 0 and 0.95"),
    ):
        assert main(["policy", copy.model, *options]) == 2
        assert words in capsys.readouterr().err
    assert main(["policy", "nothing", "--cost-ratio", "8"]) == 2
    assert "credit-panel build" in capsys.readouterr().err
    assert main(["policy", copy.model, "--cost-ratio", "10"]) == 0
    assert f"has this policy already; its identity stays {former}." in capsys.readouterr().out
    assert main(["policy", copy.model, "--cost-ratio", "8"]) == 0
    said = capsys.readouterr().out
    served = ServedModel.open(copy)
    assert served.scorer.policy == Policy(cost_ratio=8)
    assert "refuses above 11.1% (cost ratio 8)" in said
    assert f"Its identity was {former} and is {served.identity}: where it is served, run" in said
    for outcome, count in served.portfolio.level_counts("outcome").iter_rows():
        assert f"{count} {outcome} (before " in said
