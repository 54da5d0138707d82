"""The pages about logging in, as HTML that needs no script, in the reader's language."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import Scope

from credit_panel.access.actions import Action
from credit_panel.access.gate import Visitor
from credit_panel.access.keys import Key
from credit_panel.access.passwords import LONGEST, SHORTEST
from credit_panel.access.people import User
from credit_panel.access.roles import Role, Ruling

if TYPE_CHECKING:
    from jinja2 import Environment

    from credit_panel.locale import Language, Translator

Fault = Literal["", "wrong", "often", "used", "poor", "unlike"]
"""Why a form comes back: not the password, too often, an address that was used, a poor password, two that differ."""


ACCOUNT = "account"


def language_of(scope: Scope, chosen: str = "") -> Language:
    """Return the language that was chosen in a form or in the address, else the one that the browser asks for."""
    from credit_panel.locale import LANGUAGES, negotiate

    asked = chosen or parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    return next(
        (known for known in LANGUAGES if known == asked), negotiate(Headers(scope=scope).get("accept-language"))
    )


def login_page(language: Language, *, wanted: str = "", name: str = "", fault: Fault = "", wait: int = 0) -> str:
    """Return the page on which a user gives name and password."""
    return render("login.html", language, {"wanted": wanted, "name": name, "fault": fault, "wait": wait})


def password_page(language: Language, user: User, *, invitation: str = "", fault: Fault = "") -> str:
    """Return the page on which a user chooses a password."""
    values = {"user": user, "invitation": invitation, "fault": fault, "shortest": SHORTEST, "longest": LONGEST}
    return render("password.html", language, values)


def used_page(language: Language) -> str:
    """Return what an address says that was used before or is out of date."""
    return render("used.html", language, {})


def account_page(
    language: Language,
    who: Visitor,
    *,
    idle: float,
    users: Sequence[User] | None,
    keys: Sequence[Key] = (),
    fault: Fault = "",
    provider: str = "",
) -> str:
    """Return what somebody reads about themselves.

    Parameters
    ----------
    users
        Everybody who has a login, for those who may see that; None for the others.
    keys
        The keys of the API, for the same.
    provider
        Where their name and roles come from; empty where this server keeps their password.
    """
    values = {
        "who": who,
        "roles": _role_words(who.roles, language),
        "minutes": round(idle / 60),
        "fault": fault,
        "provider": provider,
        "users": None if users is None else [(user, _role_words(user.roles, language)) for user in users],
        "keys": [(key, _key_words(key, language)) for key in keys],
        "pages": [page for page in _PAGES if may_open(who, page)],
    }
    return render("account.html", language, values)


def denied_page(ruling: Ruling, who: Visitor, language: Language) -> str:
    """Return why somebody may not see a page, and what to do."""
    values = {
        "who": who,
        "rule": str(ruling.action),
        "roles": _role_words(who.roles, language),
        "would": _role_words(ruling.would, language),
        "pages": [page for page in _PAGES if may_open(who, page)],
    }
    return render("denied.html", language, values)


def first_page(who: Visitor) -> str:
    """Return the first page that somebody may see; their account where there is none."""
    return next((page for page in _PAGES if may_open(who, page)), ACCOUNT)


def is_page(page: str) -> bool:
    """Whether it is a page that one can go on to after a login: nothing else is ever gone on to."""
    return page in _PAGES or page == ACCOUNT


def may_open(who: Visitor, page: str) -> bool:
    """Whether it is a page that somebody may see."""
    return page == ACCOUNT or (page in _PAGES and who.ruling(_PAGES[page]).allowed)


_PAGES: Mapping[str, Action] = {
    "client": Action.VIEW_CLIENTS,
    "application": Action.SCORE_APPLICATIONS,
    "portfolio": Action.VIEW_PORTFOLIO,
    "model": Action.VIEW_MODEL,
    "journal": Action.VIEW_JOURNAL,
    "glossary": Action.READ_DOCUMENTATION,
    "accessibility": Action.READ_DOCUMENTATION,
    "docs": Action.READ_DOCUMENTATION,
}


def _role_words(roles: Sequence[Role], language: Language) -> str:
    t = translator_of(language)
    words = {
        Role.ADVISOR: t.gettext("advisor"),
        Role.REVIEWER: t.gettext("reviewer"),
        Role.STEWARD: t.gettext("data steward"),
        Role.ANALYST: t.gettext("analyst"),
        Role.AUDITOR: t.gettext("auditor"),
        Role.ADMIN: t.gettext("administrator"),
    }
    return ", ".join(words[role] for role in roles)


def _key_words(key: Key, language: Language) -> str:
    """Return what a key is good for, its end, and its last use."""
    t = translator_of(language)
    ends, used = (t.date(datetime.fromtimestamp(when, UTC).date().isoformat()) for when in (key.ends, key.used))
    if key.revoked:
        state = t.gettext("withdrawn")
    else:
        state = t.gettext("until {date}", date=ends) if key.ends > time.time() else t.gettext("has ended")
    last = t.gettext("last used on {date}", date=used) if key.used else t.gettext("never used")
    return f"{', '.join(key.actions)}; {state}, {last}"


def _page_words(t: Translator) -> dict[str, str]:
    return {
        "client": t.gettext("Client file"),
        "application": t.gettext("New application"),
        "portfolio": t.gettext("Portfolio"),
        "model": t.gettext("Model"),
        "journal": t.gettext("Journal"),
        "glossary": t.gettext("Glossary"),
        "accessibility": t.gettext("Accessibility statement"),
        "docs": t.gettext("API documentation"),
    }


def render(template: str, language: Language, values: Mapping[str, object]) -> str:
    """Return a page of a template."""
    t = translator_of(language)
    page_words = _page_words(t)
    return (
        _environment()
        .get_template(template)
        .render(language=language, gettext=t.gettext, page_words=page_words, **values)
    )


def translator_of(language: Language) -> Translator:
    """Return what translates into a language; it is loaded when a page is first written."""
    from credit_panel.locale import translator

    return translator(language)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("credit_panel.server", "login"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
