"""glibc takes the limit of its arenas, and a limit of the environment is left as it is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASK = "from credit_panel.pages.memory_arenas import limit_arenas; print(limit_arenas())"


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is Linux's")
@pytest.mark.parametrize(("set_before", "taken"), [({}, "True"), ({"MALLOC_ARENA_MAX": "4"}, "False")])
def test_the_limit_is_taken_unless_there_is_one(set_before: dict[str, str], taken: str) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"} | set_before
    told = subprocess.run([sys.executable, "-c", ASK], env=environ, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == taken
