"""What the address says after its ``#``: the client, the cohort, the changes, so that a page can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlencode

LONGEST = 6_000
"""Characters of the longest fragment worth reading; browsers and mail programs cut much longer ones."""


def read_fragment(fragment: str) -> dict[str, str]:
    """Return the parts of a fragment by name, in their order; one that is too long or malformed has none.

    Examples
    --------
    >>> read_fragment("#client=100002&tab=why")
    {'client': '100002', 'tab': 'why'}
    """
    if len(fragment) > LONGEST:
        return {}
    return dict(parse_qsl(fragment.removeprefix("#")))


def write_fragment(parts: Mapping[str, str]) -> str:
    """Return the fragment of some parts, with its ``#``; empty parts are left out, and without any it is empty.

    Examples
    --------
    >>> write_fragment({"client": "100002", "tab": ""})
    '#client=100002'
    """
    given = {name: value for name, value in parts.items() if value}
    return f"#{urlencode(given, quote_via=quote)}" if given else ""
