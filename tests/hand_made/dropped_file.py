"""A file dropped on a page of applications, as a browser sends it."""

from __future__ import annotations

import base64

from event_loop import in_a_loop, until
from panel.models.esm import DataEvent

from credit_panel.state.application_file import ApplicationFileState
from credit_panel.views.parts.file_drop import FileDrop
from credit_panel.views.parts.html_block import HtmlBlock

HEADER = "NAME_CONTRACT_TYPE,AMT_INCOME_TOTAL,AMT_CREDIT,DAYS_BIRTH,Remark"
PAYLOAD = "<img src=x onerror=alert(1)>"
FILE = f"{HEADER}\nCash loans,150000,450000,-14600,a\n{PAYLOAD},150000,=cmd(),-14600,b\n".encode()


def post(drop: FileDrop, **message: object) -> None:
    drop._process_event(DataEvent(None, {"serial": drop.answered + 1, **message}))


def send(
    drop: FileDrop, content: bytes, *, name: str = "some.csv", size: int | None = None, part: int = 100_000
) -> None:
    post(drop, kind="begin", name=name, size=len(content) if size is None else size)
    for start in range(0, max(len(content), 1), part):
        data = base64.b64encode(content[start : start + part]).decode()
        post(drop, kind="part", data=data, last=start + part >= len(content))


def press(block: HtmlBlock, action: str, value: str) -> None:
    block.receive({"action": action, "value": value, "serial": block.answered + 1})


def settle(state: ApplicationFileState, drop: FileDrop, content: bytes, **known: str) -> None:
    """Send a file, and wait until it is read."""

    async def visit() -> None:
        send(drop, content, **known)
        assert state.busy
        await until(lambda: not state.busy)

    in_a_loop(visit)
