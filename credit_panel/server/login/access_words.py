"""Roles, actions and keys in words, in the reader's language."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from credit_panel.access.actions import Action
from credit_panel.access.keys import Key
from credit_panel.access.roles import Role

if TYPE_CHECKING:
    from credit_panel.locale import Translator


def role_words(roles: Sequence[Role], t: Translator) -> str:
    """Return what somebody is."""
    words = {
        Role.ADVISOR: t.gettext("advisor"),
        Role.REVIEWER: t.gettext("reviewer"),
        Role.STEWARD: t.gettext("data steward"),
        Role.ANALYST: t.gettext("analyst"),
        Role.AUDITOR: t.gettext("auditor"),
        Role.ADMIN: t.gettext("administrator"),
    }
    return ", ".join(words[role] for role in roles)


def action_words(actions: Iterable[Action], t: Translator) -> list[str]:
    """Return what each action is."""
    words = {
        Action.VIEW_CLIENTS: t.gettext("find clients and see their files, case files, explanations and what-if"),
        Action.SCORE_APPLICATIONS: t.gettext("score applications that are typed in or sent"),
        Action.WRITE_LETTERS: t.gettext("take the letter to a client"),
        Action.RECORD_REQUESTS: t.gettext("put a client's request, its end or a what-if on record"),
        Action.DECIDE: t.gettext("record a decision about a client"),
        Action.REVIEW: t.gettext("record the second decision about a case that waits for one"),
        Action.CHANGE_CLIENTS: t.gettext("keep changed data of a client, where the server keeps any"),
        Action.VIEW_PORTFOLIO: t.gettext("explore the portfolio and save cohorts"),
        Action.VIEW_MODEL: t.gettext("see how the model performs"),
        Action.READ_DOCUMENTATION: t.gettext("read the glossary, the documentation of the API and what is served"),
        Action.VIEW_USERS: t.gettext(
            "see who has a login and which roles, which keys there are, the policy and the retention"
        ),
        Action.MANAGE_ACCESS: t.gettext("add users, give them roles, let them in no more, and make and withdraw keys"),
        Action.VIEW_JOURNAL: t.gettext("read the journal, and check that it is as it was written"),
    }
    return [words[action] for action in actions]


def key_state(key: Key, t: Translator) -> str:
    """Return until when a key is good."""
    if key.revoked:
        return t.gettext("withdrawn")
    return t.gettext("until {date}", date=_day(key.ends, t)) if key.ends > time.time() else t.gettext("has ended")


def key_use(key: Key, t: Translator) -> str:
    """Return when a key was last used."""
    return t.gettext("last used on {date}", date=_day(key.used, t)) if key.used else t.gettext("never used")


def _day(seconds: float, t: Translator) -> str:
    return t.date(datetime.fromtimestamp(seconds, UTC).date().isoformat())
