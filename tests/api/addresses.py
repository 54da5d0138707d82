"""Every address of the API that is read, as its own documentation lists them."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient


def described(client: TestClient) -> dict[str, Any]:
    """Return the API's description of itself."""
    answer: dict[str, Any] = client.get("/openapi.json").json()
    return answer


def reads(client: TestClient, client_id: int) -> list[str]:
    """Return the addresses that answer to GET, those of a client for this one."""
    paths = described(client)["paths"]
    return [path.replace("{client_id}", str(client_id)) for path, methods in paths.items() if "get" in methods]


def writes(client: TestClient, client_id: int) -> dict[str, Any]:
    """Return the addresses that answer to POST with the example of a body that each documents."""
    found = described(client)
    schemas = found["components"]["schemas"]
    bodies = {}
    for path, methods in found["paths"].items():
        if "post" in methods:
            name = methods["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            bodies[path.replace("{client_id}", str(client_id))] = schemas[name]["examples"][0]
    return bodies
