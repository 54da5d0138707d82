"""The pages about logging in, as HTML that needs no script, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import Scope

from credit_panel.access.actions import Action
from credit_panel.access.gate import Visitor
from credit_panel.access.passwords import LONGEST, SHORTEST
from credit_panel.access.people import User
from credit_panel.access.roles import Ruling
from credit_panel.server.login.access_words import role_words

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
    fault: Fault = "",
    provider: str = "",
) -> str:
    """Return what somebody reads about themselves.

    Parameters
    ----------
    provider
        Where their name and roles come from; empty where this server keeps their password.
    """
    values = {
        "who": who,
        "roles": role_words(who.roles, translator_of(language)),
        "minutes": round(idle / 60),
        "fault": fault,
        "provider": provider,
        "pages": pages_of(who, ACCOUNT),
    }
    return render("account.html", language, values)


def denied_page(ruling: Ruling, who: Visitor, language: Language) -> str:
    """Return why somebody may not see a page, and what to do."""
    values = {
        "who": who,
        "rule": str(ruling.action),
        "roles": role_words(who.roles, translator_of(language)),
        "would": role_words(ruling.would, translator_of(language)),
        "pages": pages_of(who),
    }
    return render("denied.html", language, values)


def first_page(who: Visitor) -> str:
    """Return the first page that somebody may see; their account where there is none."""
    return next((page for page in _PAGES if may_open(who, page)), ACCOUNT)


def pages_of(who: Visitor | None, but: str = "") -> list[str]:
    """Return the pages that somebody may see, all where nobody has to log in, without the one that they are on."""
    own = [page for page in _PAGES if who is None or may_open(who, page)]
    return [page for page in (*own, *(() if who is None else (ACCOUNT,))) if page != but]


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
    "admin": Action.VIEW_USERS,
    "glossary": Action.READ_DOCUMENTATION,
    "accessibility": Action.READ_DOCUMENTATION,
    "docs": Action.READ_DOCUMENTATION,
}


def _page_words(t: Translator) -> dict[str, str]:
    return {
        "client": t.gettext("Client file"),
        "application": t.gettext("New application"),
        "portfolio": t.gettext("Portfolio"),
        "model": t.gettext("Model"),
        "journal": t.gettext("Journal"),
        "admin": t.gettext("Administration"),
        "glossary": t.gettext("Glossary"),
        "accessibility": t.gettext("Accessibility statement"),
        "docs": t.gettext("API documentation"),
        ACCOUNT: t.gettext("Your account"),
    }


def render(template: str, language: Language, values: Mapping[str, object]) -> str:
    """Return a page of a template."""
    t = translator_of(language)
    page_words = _page_words(t)
    common = {"language": language, "gettext": t.gettext, "page_words": page_words, "up": ""}
    return _environment().get_template(template).render({**common, **values})


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
