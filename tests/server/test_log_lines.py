"""The log, as lines for people or as JSON for programs: the same events, and no client in either."""

from __future__ import annotations

import json
import logging
import logging.config
import subprocess
import sys
from functools import partial

import pytest
from event_loop import in_a_loop

from credit_panel.errors import SettingsError
from credit_panel.server import access_log
from credit_panel.server.log_lines import SETTING, JsonLine, logging_settings


def record(message: str, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("credit_panel.x", logging.ERROR, "x.py", 1, message, (), None)
    made.__dict__.update(more)
    return made


def test_what_others_send_begins_no_line_of_its_own() -> None:
    line = JsonLine().format(record('a\nb\x00{"c": 1}'))
    assert "\n" not in line
    assert json.loads(line)["message"] == 'a b {"c": 1}'
    assert len(JsonLine().format(record("x" * 100_000))) < 1_500


def test_a_trace_is_a_member() -> None:
    try:
        raise ValueError("why")
    except ValueError as error:
        made = record("broken", exc_info=(type(error), error, error.__traceback__))
    assert "ValueError: why" in json.loads(JsonLine().format(made))["trace"]


_PANEL = """
import logging, logging.config, sys
logger = logging.getLogger("panel")
logger.propagate = False
logger.addHandler(logging.StreamHandler(sys.stdout))  # as Panel has it
from credit_panel.server.log_lines import logging_settings
logging.config.dictConfig(logging_settings({}))
try:
    raise ValueError("why\\n2026-11-30T00:00:00.000Z INFO - forged")
except ValueError:
    logging.getLogger("panel.reactive").exception(
        "Callback failed for object named 'Header' changing properties {'dark': False,\\n 'fragment': '#client=100004'}"
    )
"""


def test_what_panel_says_of_a_broken_page_is_written_as_all_is_and_names_no_client() -> None:
    told = subprocess.run([sys.executable, "-c", _PANEL], capture_output=True, text=True, check=True)
    assert told.stdout == ""
    first, *trace = told.stderr.splitlines()
    assert first.endswith("Z ERROR - Callback failed for object named 'Header'")
    assert all(line.startswith(" ") for line in trace)
    assert "100004" not in told.stderr


@pytest.mark.parametrize("text", ["xml", "lines json"])
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="give lines or json"):
        logging_settings({SETTING: text})
    for known in ("", "lines", " JSON "):
        logging.config.dictConfig(logging_settings({SETTING: known}) | {"root": {}, "handlers": {}, "loggers": {}})


def test_a_slow_request_is_a_warning(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    async def answer(scope: object, receive: object, send: object) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": "/x", "headers": [], "client": None}
    for slowest, level in ((access_log.SLOW_MS, logging.INFO), (0.0, logging.WARNING)):
        monkeypatch.setattr(access_log, "SLOW_MS", slowest)
        caplog.clear()
        with caplog.at_level(logging.INFO, "credit_panel"):
            in_a_loop(partial(access_log.AccessLog(answer), scope, None, None))  # type: ignore[arg-type]
        assert [entry.levelno for entry in caplog.records] == [level]
