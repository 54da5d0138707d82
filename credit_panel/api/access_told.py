"""What the page of whoever manages says: users, keys, rules, retention, and what came of a change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from credit_panel.access.actions import Action
from credit_panel.access.gate import Gate, Visitor
from credit_panel.access.people import User
from credit_panel.access.roles import granting, ruling
from credit_panel.api.access_changes import LONGEST_DAYS, Fault, What
from credit_panel.errors import CreditPanelError, SettingsError
from credit_panel.home_credit.catalogue.jurisdictions import Jurisdiction
from credit_panel.locale import Translator
from credit_panel.server.login.access_words import action_words, key_state, key_use, role_words
from credit_panel.settings import Settings


def users_told(gate: Gate, who: Visitor | None, t: Translator) -> list[dict[str, Any]]:
    """Return everybody who has or had a login."""
    elsewhere = gate.settings.openid is not None
    told = []
    for user in gate.people.everybody():
        waits = "" if user.ready or elsewhere else t.gettext("has not chosen a password yet")
        told.append(
            {
                "name": user.name,
                "roles": role_words(user.roles, t),
                "has": [str(role) for role in user.roles],
                "state": t.gettext("revoked") if user.revoked else waits,
                "revoked": user.revoked,
                "own": who is not None and who.name == user.name,
            }
        )
    return told


def keys_told(gate: Gate, t: Translator) -> list[dict[str, Any]]:
    """Return all keys, those that have ended too."""
    return [
        {
            "name": key.name,
            "actions": ", ".join(key.actions),
            "state": key_state(key, t),
            "use": key_use(key, t),
            "revoked": key.revoked,
        }
        for key in gate.keys.everyone()
    ]


def rules_told(t: Translator) -> list[dict[str, str]]:
    """Return every rule: its name, what it allows, and the roles that grant it."""
    return [
        {"rule": str(action), "words": words, "roles": role_words(granting(action), t)}
        for action, words in zip(Action, action_words(Action, t), strict=True)
    ]


def ruling_words(user: User | None, name: str, action: Action, t: Translator) -> str:
    """Return whether somebody may do something, and the rule that decides."""
    if user is None or user.revoked:
        return t.gettext("There is no user {name} who may log in.", name=name)
    found = ruling(user.roles, action)
    if found.allowed:
        by = role_words([role for role in granting(action) if role in user.roles][:1], t)
        return t.gettext(
            "Yes: {name} may do this. The rule {rule} is granted by the role {role}.", name=name, rule=action, role=by
        )
    return t.gettext(
        "No: {name} may not. The rule {rule} asks for one of these roles: {would}; {name} has: {roles}.",
        name=name,
        rule=action,
        would=role_words(found.would, t),
        roles=role_words(user.roles, t) or t.gettext("none"),
    )


def retention_told(settings: Settings, law: Jurisdiction, t: Translator) -> dict[str, str]:
    """Return how long records are kept, by which law or setting, and whose are kept from any purge."""
    if settings.journal == "off":
        return {"told": t.gettext("The settings keep no journal (CREDIT_PANEL_JOURNAL_URL is off)."), "held": ""}
    from credit_panel.journal.retention_law import KEPT_MONTHS, SETTING, first_kept, retention_months

    try:
        months = retention_months(law, os.environ.get(SETTING, ""))
    except SettingsError:
        unusable = t.gettext(
            "The setting {setting} cannot be used: 'credit-panel journal purge --due' says why.", setting=SETTING
        )
        return {"told": unusable, "held": _held(settings, t)}
    if law == "none":
        asked = t.gettext("The model names no jurisdiction whose law would ask to keep records.")
    else:
        asked = t.ngettext(
            "The law of {law} asks to keep records for {n} month.",
            "The law of {law} asks to keep records for {n} months.",
            KEPT_MONTHS[law],
            law=law,
        )
    kept = t.ngettext(
        "This server keeps them for {n} month: those from before {day} may go.",
        "This server keeps them for {n} months: those from before {day} may go.",
        months,
        day=t.date(first_kept(datetime.now(UTC).date(), months).isoformat()),
    )
    return {"told": f"{asked} {kept}", "held": _held(settings, t)}


def _held(settings: Settings, t: Translator) -> str:
    from credit_panel.journal.opening import current_journal
    from credit_panel.journal.retention import holds

    try:
        count = len(holds(current_journal(settings)))
    except CreditPanelError:
        return fault_words("journal", t)
    if not count:
        return t.gettext("No client's records are under a legal hold.")
    return t.ngettext(
        "The records of {n} client are kept from any purge by a legal hold.",
        "The records of {n} clients are kept from any purge by a legal hold.",
        count,
    )


def change_words(what: What, name: str, t: Translator) -> str:
    """Return what was changed."""
    words: Mapping[What, str] = {
        "added": t.gettext("{name} is added, and chooses a password at the address below.", name=name),
        "roles": t.gettext("{name} has other roles; they count from the next click on.", name=name),
        "password": t.gettext("{name} chooses another password at the address below.", name=name),
        "revoked": t.gettext("{name} is logged out everywhere and may log in no more.", name=name),
        "logged out": t.gettext("{name} is logged out everywhere, and may log in again.", name=name),
        "key added": t.gettext("The key {name} is made; it stands below, this once.", name=name),
        "key revoked": t.gettext("The key {name} opens nothing any more.", name=name),
    }
    return words[what]


def fault_words(fault: Fault | Literal["journal", "file"], t: Translator) -> str:
    """Return why nothing was changed, and what to do."""
    words: Mapping[str, str] = {
        "name": t.gettext("Nothing was changed: take a name of 2 to 64 of a to z, 0 to 9, '.', '-' and '_'."),
        "taken": t.gettext("Nothing was changed: the name is or was another's, or too much like it; take another one."),
        "roles": t.gettext("Nothing was changed: choose one role at least."),
        "actions": t.gettext("Nothing was changed: choose what the key is good for."),
        "days": t.gettext("Nothing was changed: give whole days from 1 to {n}.", n=t.number(LONGEST_DAYS)),
        "own": t.gettext(
            "Nothing was changed: nobody takes their own administration away, so that somebody keeps it; another "
            "administrator can."
        ),
        "unknown": t.gettext("Nothing was changed: there is none of this name any more; look at the list below."),
        "elsewhere": t.gettext("Nothing was changed: people and roles come from the provider; change them there."),
        "journal": t.gettext(
            "The journal cannot be used now, so nothing was changed: tell whoever runs the server; its log says why."
        ),
        "file": t.gettext(
            "The file of users cannot be used now, so nothing was changed: try again in a moment, or tell whoever "
            "runs the server."
        ),
    }
    return words[fault]
