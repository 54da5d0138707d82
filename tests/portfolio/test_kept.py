"""Nothing of a former model is left when another is served and nobody holds it: no garbage has to be looked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from credit_panel.settings import Settings

_PROGRAM = """
import gc, weakref
gc.disable()
from credit_panel.pages.later import read_all
from credit_panel.portfolio import ServedModel, current_model, serve_from_now
from credit_panel.portfolio.drift.report import drift_of_test
from credit_panel.settings import Settings
from credit_panel.state.model_held_out import held_out_of

former = current_model()
former.explain_client(int(former.portfolio.ids[0]))
former.tariff
read_all(former), drift_of_test(former), held_out_of(former)
parts = [weakref.ref(part) for part in (former, former.portfolio, former.scorer, former.scorer.without_histories)]
del former
assert all(part() is not None for part in parts)
serve_from_now(ServedModel.open(Settings.from_env()))
print([part() for part in parts])
"""


@pytest.mark.long
def test_the_former_model_is_let_go_of(settings: Settings) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _PROGRAM], env=os.environ | settings.environ(), capture_output=True, text=True
    )
    assert told.stdout.strip() == "[None, None, None, None]", told.stderr
