"""The pages about logging in at a provider, in the reader's language; the one that leads on has a script of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from credit_panel.server.login.pages import render, translator_of

if TYPE_CHECKING:
    from credit_panel.locale import Language

OpenIdFault = Literal[
    "unreachable", "nonsense", "refused", "denied", "stale", "token", "name", "unverified", "taken", "revoked", "often"
]
"""Why somebody is not let in: a fault of the provider or of what it says, or their own."""


def way_page(language: Language, host: str, wanted: str) -> str:
    """Return the page that leads to the provider; `wanted` is where to go on to after."""
    return render("openid.html", language, {"host": host, "wanted": wanted})


def fault_page(language: Language, host: str, fault: OpenIdFault) -> str:
    """Return why somebody is not let in, and what to do."""
    return render("openid_fault.html", language, {"sentence": _sentence(language, host, fault)})


def landing_page(language: Language, target: str, *, kept: bool) -> str:
    """Return what leads on to a page; `kept` is whether it is the one whose place the browser has kept."""
    return render("landing.html", language, {"target": target, "kept": kept})


def leaving_page(language: Language, host: str, away: str) -> str:
    """Return what leads to the provider to log out there too.

    A redirect would not do: it would answer a form, which may lead to this server alone.
    """
    return render("leaving.html", language, {"host": host, "away": away})


def _sentence(language: Language, host: str, fault: OpenIdFault) -> str:
    t = translator_of(language)
    sentences: dict[OpenIdFault, str] = {
        "unreachable": t.gettext(
            "{host}, where one logs in, does not answer: try again in a minute, or tell whoever runs this server.",
            host=host,
        ),
        "nonsense": t.gettext(
            "{host}, where one logs in, gives an answer that cannot be used: tell whoever runs this server, whose log "
            "says more.",
            host=host,
        ),
        "refused": t.gettext(
            "{host} does not confirm the login: log in again, or ask whoever manages the users there.", host=host
        ),
        "denied": t.gettext("The login was given up at {host}: log in again when you want to.", host=host),
        "stale": t.gettext(
            "This login was begun in another window or too long ago, or the address is not whole: log in again."
        ),
        "token": t.gettext(
            "What {host} sent to confirm the login cannot be believed: log in again, or tell whoever runs this server, "
            "whose log says more.",
            host=host,
        ),
        "name": t.gettext(
            "{host} gives no user name that can be used here: tell whoever runs this server, whose log says more.",
            host=host,
        ),
        "unverified": t.gettext(
            "{host} does not vouch for your address of mail: have it confirmed there, then log in again.", host=host
        ),
        "taken": t.gettext(
            "Your user name at {host} is that of somebody else here: ask whoever manages the users for another one.",
            host=host,
        ),
        "revoked": t.gettext("You may no longer log in here: ask whoever manages the users."),
        "often": t.gettext("Too many logins were tried: wait a minute, then try again."),
    }
    return sentences[fault]
