"""A redirect leads where it did, seen from below any prefix, and out of the server only where it was meant to."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from credit_panel.server.redirects import relative

HOST = "bank.example"


@pytest.mark.parametrize("target", ["/", "/docs", "/docs/", "/client", "/a/b?c=d", "/docs/a", f"//{HOST}/docs"])
@pytest.mark.parametrize("path", ["/", "/docs", "/docs/", "/a/b/", "/client"])
def test_it_leads_to_the_same_place_below_a_prefix(target: str, path: str) -> None:
    place = relative(target, path, HOST)
    for prefix in ("", "/credit", "/a/b"):
        seen = f"http://proxy.example{prefix}"
        assert urljoin(seen + path, place) == seen + target.removeprefix(f"//{HOST}")


@pytest.mark.parametrize("target", ["//evil.example/docs", "mailto:a", "docs", ""])
def test_what_leads_elsewhere_is_left(target: str) -> None:
    assert relative(target, "/client", HOST) == target
