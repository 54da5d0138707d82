"""The page of whoever manages, where nobody has to log in."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_where_nobody_logs_in_it_reads_and_changes_nothing(client: TestClient) -> None:
    form = {"change": "added", "name": "first", "role.admin": "on"}
    told = client.post("/admin/change", data=form)
    assert told.status_code == 403
    assert "Nobody is logged in" in told.json()["detail"]
    assert client.post("/admin/change", json={"change": "added"}).status_code == 400
    assert client.post("/admin/change", data={"name": "a" * 5_000}).status_code == 400
    page = client.get("/admin", headers={"accept-language": "en"}).text
    assert "Nobody has to log in" in page
    assert "credit-panel policy" in page
    assert '<form method="post"' not in page
    assert client.get("/admin?user=someone&action=no_such").status_code == 422
