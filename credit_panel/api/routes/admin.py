"""The page of whoever manages: who may log in, the keys, which rule decides, the policy and the retention.

Whoever may see the users reads it; it offers changes to whoever may make them, and each is on record before it is made.
"""

from __future__ import annotations

import logging
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from credit_panel.access.actions import Action
from credit_panel.access.roles import Role
from credit_panel.access.store import AccessError
from credit_panel.api.access_changes import ChangeFaultError, change_of, make_on_record
from credit_panel.api.access_told import (
    change_words,
    fault_words,
    keys_told,
    retention_told,
    rules_told,
    ruling_words,
    users_told,
)
from credit_panel.api.body import RefusedError
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.form import Form, FormRoute
from credit_panel.api.problems import problems
from credit_panel.errors import JournalError
from credit_panel.locale import translator
from credit_panel.portfolio import current_model
from credit_panel.server.login.access_words import role_words
from credit_panel.server.login.pages import language_of, pages_of, render
from credit_panel.server.refusal import Refusal
from credit_panel.server.visitor import gate, may, visitor
from credit_panel.settings import Settings

logger = logging.getLogger("credit_panel")

ROUTER = APIRouter(route_class=SentenceRoute, include_in_schema=False)
CHANGES = APIRouter(route_class=FormRoute, include_in_schema=False)

_NOBODY = Refusal(403, "forbidden", "Nobody is logged in, so there is nobody whom the journal could name.")

_TYPED = {"change": "", "name": "", "days": "90"}

User = Annotated[str, Query(max_length=100)]


@ROUTER.get("/admin", responses=problems(422, 503))
def admin_page(request: Request, user: User = "", action: Action | None = None, lang: str = "") -> Response:
    """Show users, keys, rules, policy and retention; with `user` and `action`, the rule that decides."""
    told = ""
    if user and action is not None:
        t = translator(language_of(request.scope, lang))
        told = ruling_words(gate().people.get(user), user, action, t)
    return _page(request, lang, 200, {"asked": {"user": user, "action": action, "told": told}})


@CHANGES.post("/admin/change", responses=problems(400, 403, 413, 503))
def change(request: Request, form: Form) -> Response:
    """Make the change that a form asks for, and show what came of it."""
    who, lang = visitor.get(), form.get("lang", "")
    if who is None or who.user is None or not may(who, Action.MANAGE_ACCESS):
        raise RefusedError(_NOBODY)
    t = translator(language_of(request.scope, lang))
    try:
        asked = change_of(form, gate(), who)
        secret = make_on_record(asked, who, Settings.from_env())
    except ChangeFaultError as error:
        return _page(request, lang, 422, {"fault": fault_words(error.fault, t), "typed": {**_TYPED, **form}})
    except (JournalError, AccessError) as error:
        logger.error("%s", error)
        words: Literal["journal", "file"] = "journal" if isinstance(error, JournalError) else "file"
        return _page(request, lang, 503, {"fault": fault_words(words, t), "typed": {**_TYPED, **form}})
    logger.info("%s: %s %s", who.name, asked.what, asked.name)
    if secret and not asked.what.startswith("key"):
        secret = f"{_own_address(request)}/login?invitation={quote(secret)}"
    return _page(request, lang, 200, {"done": change_words(asked.what, asked.name, t), "secret": secret})


def _page(request: Request, lang: str, status: int, told: dict[str, Any]) -> Response:
    language, who, doors = language_of(request.scope, lang), visitor.get(), gate()
    t, served, openid = translator(language), current_model(), doors.settings.openid
    policy = served.scorer.policy
    values: dict[str, Any] = {
        "up": "" if request.method in ("GET", "HEAD") else "../",
        "pages": pages_of(who, "admin"),
        "done": "",
        "fault": "",
        "secret": "",
        "typed": _TYPED,
        "asked": {"user": "", "action": None, "told": ""},
        "manages": who is not None and who.user is not None and may(who, Action.MANAGE_ACCESS),
        "closed": doors.closed,
        "provider": "" if openid is None else openid.host,
        "users": users_told(doors, who, t),
        "keys": keys_told(doors, t),
        "roles": [(str(role), role_words([role], t)) for role in Role],
        "rules": rules_told(t),
        "model": served.scorer.manifest.name,
        "identity": served.identity,
        "policy": policy,
        "threshold": t.percent(policy.threshold),
        "cost_ratio": t.number(policy.cost_ratio, 0 if policy.cost_ratio == int(policy.cost_ratio) else 2),
        "review_level": t.percent(policy.review_level, 0),
        "retention": retention_told(Settings.from_env(), served.scorer.manifest.jurisdiction, t),
        **told,
    }
    headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    return Response(render("admin.html", language, values), status, headers, "text/html")


def _own_address(request: Request) -> str:
    """Return the address of this server as whoever asks knows it."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '').rstrip('/')}"
