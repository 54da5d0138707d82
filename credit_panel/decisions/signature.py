"""Who answers for what is put on record: the user who is logged in, or whoever gives a name where nobody has to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from credit_panel.access.actions import Action
from credit_panel.journal.case import Case


def _anything(_: Action) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Signature:
    """Who puts something on record, and whether they may.

    Parameters
    ----------
    name
        Name of the user who is logged in; empty where nobody has to, and people give a name that nothing checks.
    may
        Returns whether they may do something now.
    """

    name: str = ""
    may: Callable[[Action], bool] = _anything

    def over(self, given: str) -> str:
        """Return who signs, whatever name is given: who is logged in has one."""
        return self.name or given

    def may_decide(self, case: Case | None, person: str) -> bool:
        """Return whether they may decide about a case; one that waits for a second decision asks for more."""
        reviews = case is not None and case.may_review(person)
        return self.may(Action.REVIEW if reviews else Action.DECIDE)


UNSIGNED = Signature()
"""That of a visitor who does not log in."""
