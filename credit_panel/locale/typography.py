"""How texts are set: the marks of French print, and a label inside a sentence."""

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
    """Return a French text with curled apostrophes and with spaces that do not break beside ``; ! ? : « » %``.

    A catalogue may so be typed on any keyboard.
    """
    for pattern, mark in _RULES:
        text = pattern.sub(mark, text)
    return text


def lower_first(label: str) -> str:
    """Return a label as it stands inside a sentence; a label that begins with an acronym stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
