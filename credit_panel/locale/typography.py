"""The marks of French print: a catalogue may be typed on any keyboard and still reads as printed French."""

from __future__ import annotations

import re

_NARROW = "\N{NARROW NO-BREAK SPACE}"
_WIDE = "\N{NO-BREAK SPACE}"
_CURLED = "\N{RIGHT SINGLE QUOTATION MARK}"
_RULES = (
    (re.compile(r"(?<=\w)'(?=[\w{«“])"), _CURLED),
    (re.compile(f"[ {_WIDE}](?=[;!?])"), _NARROW),
    (re.compile(r" (?=[:»%])"), _WIDE),
    (re.compile(r"(?<=«) "), _WIDE),
)


def french_print(text: str) -> str:
    """Return a French text with curled apostrophes and with spaces that do not break beside ``; ! ? : « » %``."""
    for pattern, mark in _RULES:
        text = pattern.sub(mark, text)
    return text
