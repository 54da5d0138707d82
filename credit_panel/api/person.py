"""Who answers for what is put on record: who is logged in, or whom a key vouches for."""

from __future__ import annotations

from credit_panel.access.gate import Visitor


class WhoError(Exception):
    """Another name is given than that of who is logged in."""


def person_of(given: str | None, who: Visitor | None) -> str:
    """Return who does it: who is logged in; else who the request says, for which a key vouches.

    Raises
    ------
    WhoError
        When who is logged in says to be somebody else.
    """
    if who is None or who.key is not None:
        return given or ""
    if given not in (None, who.name):
        raise WhoError(f"is {who.name}, who is logged in: leave it out.")
    return who.name
