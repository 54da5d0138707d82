"""What machines ask to learn whether the server is well; it tells nothing of a client."""

from __future__ import annotations

from starlette.types import Scope

from credit_panel.server.refusal import route_of

READ_ONLY = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""

PROBES = frozenset(("/liveness", "/liveness/", "/livez", "/readyz", "/api/v1/readiness"))
"""Paths that are answered under whatever name and address the server happens to have, however often they are asked."""


def is_probe(scope: Scope) -> bool:
    """Whether a request is a probe."""
    return scope["type"] == "http" and scope["method"] in READ_ONLY and route_of(scope) in PROBES
