"""The page on ASVS names what there is, judges each requirement once, and counts right."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from credit_panel.access import passwords, people, sessions
from credit_panel.access.access_settings import IDLE_MINUTES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "credit_panel" / "deploy" / "security.md").read_text(encoding="utf-8")
VERDICTS = ("met", "deployment", "in part", "not met", "not applicable")
ASKED = {"2": 1, "5": 9, "6": 35, "7": 18, "8": 7, "10": 29, "13": 13, "16": 16}
"""Requirements of levels 1 and 2 by chapter, of the second chapter those on automation alone."""

ROWS = re.findall(r"^\| (\d+)\.(\d+\.\d+) \| ([12]) \| [^|]+ \| ([^|]+) \| (.+) \|$", PAGE, re.MULTILINE)


def test_every_requirement_is_judged_once() -> None:
    numbers = [f"{chapter}.{number}" for chapter, number, *_ in ROWS]
    assert len(set(numbers)) == len(numbers) == len(re.findall(r"^\| \d", PAGE, re.MULTILINE))
    assert Counter(chapter for chapter, *_ in ROWS) == ASKED
    assert {verdict for *_, verdict, _ in ROWS} == set(VERDICTS)
    for chapter, number, _, verdict, where in ROWS:
        assert verdict != "in part" or "Lacks: " in where, f"{chapter}.{number} does not say what lacks"


def test_the_counts_are_right() -> None:
    told = re.findall(r"^\| (?:V(\d+)\S* [^|]+|\*\*all\*\*) \| ([\d |]+) \|$", PAGE, re.MULTILINE)
    assert [chapter for chapter, _ in told] == [*ASKED, ""]
    for chapter, cells in told:
        found = Counter(verdict for of, _, _, verdict, _ in ROWS if chapter in ("", of))
        assert list(map(int, cells.split(" | "))) == [*(found[verdict] for verdict in VERDICTS), found.total()]


def test_what_it_names_exists_and_nothing_is_met_nowhere() -> None:
    paths = re.findall(r"`((?:credit_panel|tests)/[^`]+|[A-Z]+\.md)`", PAGE)
    assert [path for path in paths if not (ROOT / path).is_file()] == []
    for chapter, number, _, verdict, where in ROWS:
        if verdict in ("met", "deployment"):
            assert "`" in where or "Below, under" in where, f"{chapter}.{number} names no file"
    for heading in re.findall(r"Below, under \*([^*]+)\*", PAGE):
        assert f"\n### {heading}\n" in PAGE


def test_its_numbers_are_the_server_s() -> None:
    assert all(f"`{word}`" in PAGE for word in passwords.WORDS)
    assert f"has {passwords.SHORTEST} to {passwords.LONGEST} characters" in PAGE
    assert f"good once within {people.INVITED_FOR // 3600} hours" in PAGE
    assert f"after {IDLE_MINUTES} minutes without a click" in PAGE
    assert f"after {sessions.LONGEST // 3600} hours whatever is done" in PAGE
