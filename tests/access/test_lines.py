"""The line of an open page: only who opened it is heard on it, and only for as long as they may."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from event_loop import in_a_loop
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from access.guarded import COOKIE, PAGE, Guarded
from credit_panel.access.roles import Role
from credit_panel.pages.owned_line import MOST_LINES

POLICY, PROTOCOL_ERROR = 1008, 1002


def token_of(server: Guarded, session: str, page: str = "/client") -> str:
    answer = server.get(page, session, **PAGE)
    assert answer.status_code == 200
    found = re.search(r'"token":"([^"]+)"', answer.text)
    assert found
    return found[1]


@asynccontextmanager
async def line(server: Guarded, token: str, session: str) -> AsyncIterator[ClientConnection]:
    """Open the line of a page as a browser with a session does."""
    opened = connect(
        server.address.replace("http", "ws", 1) + "/client/ws",
        subprotocols=["bokeh", token],  # type: ignore[list-item] - the library's own name for a string
        additional_headers={"cookie": f"{COOKIE}={session}"},
        origin=server.address,  # type: ignore[arg-type]
        max_size=None,
    )
    async with opened as connection:
        await connection.recv()  # the server acknowledges in three parts
        await connection.recv()
        await connection.recv()
        yield connection


async def kind_of_answer(connection: ClientConnection) -> str:
    """Ask for the document, and return the kind of the answer."""
    for part in ({"msgid": "1", "msgtype": "PULL-DOC-REQ"}, {}, {}):
        await connection.send(json.dumps(part))
    async with asyncio.timeout(60):
        return str(json.loads(await connection.recv())["msgtype"])


def somebody(server: Guarded, *roles: Role) -> tuple[str, str]:
    name = server.somebody(*roles)
    return name, server.session(name)


def test_who_opened_a_page_is_heard_on_its_line(server: Guarded) -> None:
    _, session = somebody(server, Role.ADVISOR)

    async def visit() -> None:
        async with line(server, token_of(server, session), session) as connection:
            assert await kind_of_answer(connection) == "PULL-DOC-REPLY"

    in_a_loop(visit)


def test_a_page_has_a_few_lines_at_a_time(server: Guarded) -> None:
    _, session = somebody(server, Role.ADVISOR)

    async def visit() -> None:
        token = token_of(server, session)
        async with AsyncExitStack() as stack:
            for _ in range(MOST_LINES):
                await stack.enter_async_context(line(server, token, session))
            with pytest.raises(ConnectionClosed):
                await stack.enter_async_context(line(server, token, session))
        async with line(server, token, session) as connection:
            assert await kind_of_answer(connection) == "PULL-DOC-REPLY"

    in_a_loop(visit)


def test_somebody_elses_page_is_not_ones_own_whatever_the_token(server: Guarded) -> None:
    _, owner = somebody(server, Role.ADVISOR)
    _, thief = somebody(server, Role.ADVISOR)

    async def visit() -> None:
        with pytest.raises(ConnectionClosed) as closed:  # before anything of the page is sent
            async with line(server, token_of(server, owner), thief):
                pass
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == PROTOCOL_ERROR

    in_a_loop(visit)


@pytest.mark.parametrize("how", ["revoked", "roles", "out", "everywhere", "password"])
def test_a_message_of_whoever_may_no_longer_is_refused(server: Guarded, how: str) -> None:
    name, session = somebody(server, Role.ADVISOR)

    async def visit() -> None:
        async with line(server, token_of(server, session), session) as connection:
            assert await kind_of_answer(connection) == "PULL-DOC-REPLY"
            await connection.recv()
            await connection.recv()
            match how:
                case "revoked":
                    server.gate.people.revoke(name)
                case "roles":
                    server.gate.people.set_roles(name, [Role.ANALYST])
                case "out":
                    server.gate.sessions.end(session)
                case "everywhere":
                    server.gate.sessions.end_all_of(name)
                case "password":
                    server.gate.people.set_password(name, "another horse battery")
            with pytest.raises(ConnectionClosed) as closed:
                await kind_of_answer(connection)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == POLICY

    in_a_loop(visit)


def test_a_token_alone_opens_no_line(server: Guarded) -> None:
    _, session = somebody(server, Role.ADVISOR)
    token = token_of(server, session)
    assert server.handshake("/client/ws", sec_websocket_protocol=f"bokeh, {token}") == "unauthorized"


def test_no_secret_of_the_session_stands_in_a_page(server: Guarded) -> None:
    _, session = somebody(server, Role.ADVISOR)
    page = server.get("/client", session, **PAGE)
    assert session not in page.text
    assert COOKIE not in page.text
