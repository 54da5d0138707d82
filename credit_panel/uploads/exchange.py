"""How the server and its worker talk: blocks of bytes over a pair of sockets, each behind its length."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from contextlib import suppress

HEAVY = 75
"""Exit code of a worker that ended itself since it took too much memory."""

BROKE = "broke: "
"""How the line begins by which the worker says where a file broke its reader."""

READY = b"ready"
"""What the worker says when it has loaded what reads the kind of file it was asked for."""

_LENGTH = struct.Struct("!Q")


def send(connection: socket.socket, block: bytes, wait: Callable[[], None] = lambda: None) -> None:
    """Send a block; `wait` is called again and again meanwhile, and may raise to give up.

    Raises
    ------
    ConnectionError
        When the other side is gone.
    """
    for part in (_LENGTH.pack(len(block)), block):
        with memoryview(part) as rest:
            sent = 0
            while sent < len(rest):
                with suppress(TimeoutError):
                    sent += connection.send(rest[sent:])
                wait()


def receive(connection: socket.socket, most: int, wait: Callable[[], None] = lambda: None) -> bytes:
    """Receive a block of at most `most` bytes; `wait` is as in `send`.

    Raises
    ------
    ConnectionError
        When the other side is gone.
    ValueError
        When it announces a longer one.
    """
    (length,) = _LENGTH.unpack(_receive(connection, _LENGTH.size, wait))
    if length > most:
        raise ValueError(f"{length} bytes were announced, {most} are allowed")
    return bytes(_receive(connection, length, wait))


def with_name(name: str, content: bytes) -> bytes:
    """Return a file with its name as one block, for a reader that tells by the name what the file holds."""
    return name.replace("\0", "").encode(errors="replace") + b"\0" + content


def named(block: bytes) -> tuple[str, bytes]:
    """Return the name and the content of a file that came as one block."""
    name, _, content = block.partition(b"\0")
    return name.decode(errors="replace"), content


def _receive(connection: socket.socket, length: int, wait: Callable[[], None]) -> bytearray:
    block = bytearray(length)
    with memoryview(block) as whole:
        received = 0
        while received < length:
            with suppress(TimeoutError):
                count = connection.recv_into(whole[received:])
                if not count:
                    raise ConnectionResetError("the other side has closed")
                received += count
            wait()
    return block
