"""What somebody may be allowed to do, and which of it each address of the server is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Action(StrEnum):
    """Something that a role grants or does not."""

    VIEW_CLIENTS = "view_clients"
    SCORE_APPLICATIONS = "score_applications"
    WRITE_LETTERS = "write_letters"
    RECORD_REQUESTS = "record_requests"
    DECIDE = "decide"
    REVIEW = "review"
    CHANGE_CLIENTS = "change_clients"
    VIEW_PORTFOLIO = "view_portfolio"
    VIEW_MODEL = "view_model"
    READ_DOCUMENTATION = "read_documentation"
    VIEW_USERS = "view_users"
    MANAGE_ACCESS = "manage_access"
    VIEW_JOURNAL = "view_journal"


MEANING: Mapping[Action, str] = MappingProxyType(
    {
        Action.VIEW_CLIENTS: "find clients and see their files, case files, explanations and what-if",
        Action.SCORE_APPLICATIONS: "score applications that are typed in or sent",
        Action.WRITE_LETTERS: "take the letter to a client",
        Action.RECORD_REQUESTS: "put a client's request, its end or a what-if on record",
        Action.DECIDE: "record a decision about a client",
        Action.REVIEW: "record the second decision about a case that waits for one",
        Action.CHANGE_CLIENTS: "keep changed data of a client, where the server keeps any",
        Action.VIEW_PORTFOLIO: "explore the portfolio and save cohorts",
        Action.VIEW_MODEL: "see how the model performs",
        Action.READ_DOCUMENTATION: "read the glossary, the documentation of the API and what is served",
        Action.VIEW_USERS: "see who has a login and which roles, which keys there are, the policy and the retention",
        Action.MANAGE_ACCESS: "add users, give them roles, let them in no more, and make and withdraw keys",
        Action.VIEW_JOURNAL: "read the journal, and check that it is as it was written",
    }
)
"""What each of them covers, in words."""

FOR_ALL: None = None
"""The action of an address that anybody reaches, logged in or not."""

ADDRESSES: Mapping[str, Action | None] = MappingProxyType(
    {
        "/login": FOR_ALL,
        "/login/openid": FOR_ALL,
        "/login/callback": FOR_ALL,
        "/logout": FOR_ALL,
        "/session": FOR_ALL,  # tells when one's own ends
        "/account": FOR_ALL,  # tells whoever asks about themselves, and sends a stranger to /login
        "/static/{file}": FOR_ALL,
        "/favicon.ico": FOR_ALL,
        "/liveness": FOR_ALL,
        "/liveness/": FOR_ALL,
        "/livez": FOR_ALL,
        "/readyz": FOR_ALL,
        "/api/v1/readiness": FOR_ALL,
        "/metrics": FOR_ALL,  # asks for a token of its own
        "/client": Action.VIEW_CLIENTS,
        "/client/ws": Action.VIEW_CLIENTS,
        "/application": Action.SCORE_APPLICATIONS,
        "/application/ws": Action.SCORE_APPLICATIONS,
        "/portfolio": Action.VIEW_PORTFOLIO,
        "/portfolio/ws": Action.VIEW_PORTFOLIO,
        "/model": Action.VIEW_MODEL,
        "/model/ws": Action.VIEW_MODEL,
        "/journal": Action.VIEW_JOURNAL,
        "/admin": Action.VIEW_USERS,
        "/admin/change": Action.MANAGE_ACCESS,
        "/glossary": Action.READ_DOCUMENTATION,
        "/glossary/ws": Action.READ_DOCUMENTATION,
        "/accessibility": Action.READ_DOCUMENTATION,
        "/accessibility/ws": Action.READ_DOCUMENTATION,
        "/docs": Action.READ_DOCUMENTATION,
        "/openapi.json": Action.READ_DOCUMENTATION,
        "/swagger/{file}": Action.READ_DOCUMENTATION,
        "/version": Action.READ_DOCUMENTATION,
        "/api/v1/fields": Action.READ_DOCUMENTATION,
        "/api/v1/clients": Action.VIEW_CLIENTS,
        "/api/v1/clients/{id}": Action.VIEW_CLIENTS,  # PATCH asks for CHANGE_CLIENTS as well
        "/api/v1/clients/{id}/score": Action.VIEW_CLIENTS,
        "/api/v1/clients/{id}/explanation": Action.VIEW_CLIENTS,
        "/api/v1/clients/{id}/history": Action.VIEW_CLIENTS,
        "/api/v1/clients/{id}/neighbours": Action.VIEW_CLIENTS,
        "/api/v1/clients/{id}/recourse": Action.VIEW_CLIENTS,
        "/api/v1/clients/{id}/percentiles": Action.VIEW_CLIENTS,
        "/api/v1/clients/{id}/what-if": Action.VIEW_CLIENTS,
        "/api/v1/clients/{id}/letter": Action.WRITE_LETTERS,
        "/api/v1/clients/{id}/decisions": Action.VIEW_CLIENTS,
        "/api/v1/decisions": Action.DECIDE,  # a second decision asks for REVIEW as well
        "/api/v1/score": Action.SCORE_APPLICATIONS,
        "/api/v1/score/explanation": Action.SCORE_APPLICATIONS,
        "/api/v1/score/batch": Action.SCORE_APPLICATIONS,
        "/api/v1/portfolio/summary": Action.VIEW_PORTFOLIO,
        "/api/v1/model": Action.VIEW_MODEL,
        "/api/v1/model/metrics": Action.VIEW_MODEL,
        "/api/v1/model/drift": Action.VIEW_MODEL,
    }
)
"""Every address that the server has; ``{file}`` stands for a path below, any other word in braces for one name.

An address that is not here is nobody's, whatever their roles.
"""

_PLAIN = {address: action for address, action in ADDRESSES.items() if "{" not in address}
_PATTERNS = tuple(
    (re.compile(re.sub(r"\\\{file\\\}", ".+", re.sub(r"\\\{(?!file)\w+\\\}", "[^/]+", re.escape(address)))), action)
    for address, action in ADDRESSES.items()
    if "{" in address
)


def action_of(path: str) -> Action | None:
    """Return the action that an address is, None where it is for all.

    Parameters
    ----------
    path
        Path of a request, or of a route with its parameters in braces.

    Raises
    ------
    KeyError
        When the server has no such address: nobody may ask for it.

    Examples
    --------
    >>> action_of("/api/v1/clients/100002/letter")
    <Action.WRITE_LETTERS: 'write_letters'>
    """
    if path in _PLAIN:
        return _PLAIN[path]
    for pattern, action in _PATTERNS:
        if pattern.fullmatch(path):
            return action
    raise KeyError(path)
