"""Every address of the API that is read, as its own documentation lists them."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

OTHERS = {"accept": "refuse", "review": "refuse", "refuse": "accept"}
"""For each proposal, a decision that is another one."""


def described(client: TestClient) -> dict[str, Any]:
    """Return the API's description of itself."""
    answer: dict[str, Any] = client.get("/openapi.json").json()
    return answer


def reads(client: TestClient, client_id: int) -> list[str]:
    """Return the addresses that answer to GET, those of a client for this one."""
    paths = described(client)["paths"]
    return [path.replace("{client_id}", str(client_id)) for path, methods in paths.items() if "get" in methods]


def writes(client: TestClient, client_id: int) -> dict[str, Any]:
    """Return the addresses that answer to POST with the example of a body that each documents.

    A decision is about this client, on the proposal that is made by now.
    """
    found = described(client)
    schemas = found["components"]["schemas"]
    bodies = {}
    for path, methods in found["paths"].items():
        if "post" in methods:
            name = methods["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            bodies[path.replace("{client_id}", str(client_id))] = schemas[name]["examples"][0]
    score = client.get(f"/api/v1/clients/{client_id}/score").json()
    bodies["/api/v1/decisions"] |= {"client_id": client_id, **decision_on(score)}
    return bodies


def decision_on(score: dict[str, Any]) -> dict[str, Any]:
    """Return what a decision that follows the proposal of a score says of it."""
    proposal = {"model_version": score["model"]["version"], "outcome": score["outcome"]}
    return {"proposal": proposal, "decided": score["outcome"], "reason": None}
