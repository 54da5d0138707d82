"""Style and types, as tests: they run beside the others, and what they say stands with the rest of what failed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import tinycss2

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "command",
    # where nothing is cached the types take half a minute of one core, which the whole suite leaves to the long tests
    ["ruff check .", "ruff format --check .", pytest.param("mypy", marks=pytest.mark.long(quick=True))],
)
def test_the_checkout_passes(command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.fail(f"{done.stdout}{done.stderr}", pytrace=False)


def test_the_scripts_of_the_pages_pass() -> None:
    """Scripts of a component are joined before they are served, so what one declares another may be the one to use."""
    rules = "-D no-shadow -D no-var -D prefer-const -D no-eval -A no-unused-vars -A unicorn/no-invalid-fetch-options"
    oxlint = Path(sys.executable).with_name("oxlint")
    command = [oxlint, "--deny-warnings", *rules.split(), "credit_panel", "tests"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.fail(f"{done.stdout}{done.stderr}", pytrace=False)


def faults_of(sheet: str) -> list[str]:
    """Return what a browser would pass over in silence in a style sheet, each with its line."""
    found, rest = [], tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    while rest:
        rule = rest.pop(0)
        if rule.type == "error":
            found.append(f"{rule.source_line}: {rule.message}")
        elif (rule.type == "at-rule" and rule.content is not None) or rule.type == "qualified-rule":
            rest += tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return found


def test_the_style_sheets_of_the_pages_are_understood() -> None:
    sheets = sorted((ROOT / "credit_panel").rglob("*.css"))
    assert sheets
    faults = {str(sheet.relative_to(ROOT)): faults_of(sheet.read_text(encoding="utf-8")) for sheet in sheets}
    assert not {sheet: found for sheet, found in faults.items() if found}


@pytest.mark.parametrize("sheet", ["a { color }", "a { color: red;; : 2 }", "@media print { a { left 3px } }", "a }"])
def test_a_fault_of_a_style_sheet_is_found(sheet: str) -> None:
    assert faults_of(sheet)
