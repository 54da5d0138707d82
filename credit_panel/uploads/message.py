"""What a worker answers, as bytes and back: plain values, tables and errors; nothing in it can run.

The worker reads files of strangers. Were one of them to take it over, it could still say no more than this.
"""

from __future__ import annotations

import dataclasses
import io
import json
import struct
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import polars as pl

from credit_panel.errors import CreditPanelError

_HOMES = ("credit_panel.errors", "credit_panel.home_credit.", "credit_panel.uploads.drift_file")
"""The modules whose dataclasses and errors an answer may hold."""

_LENGTH = struct.Struct("!Q")


def encode(value: object) -> bytes:
    """Return a value as bytes: a JSON text, then the tables that it refers to, each behind its length.

    Parameters
    ----------
    value
        None, a number, a text, a table, a tuple or mapping of values, or a dataclass or error of the package.

    Raises
    ------
    TypeError
        When it is anything else.
    """
    tables: list[bytes] = []
    text = json.dumps(_plain(value, tables)).encode()
    return b"".join(part for block in (text, *tables) for part in (_LENGTH.pack(len(block)), block))


def decode(message: bytes) -> Any:
    """Return the value of `encode`; lists come back as tuples.

    Raises
    ------
    ValueError
        When the bytes are not what `encode` returns.
    """
    try:
        text, *tables = _blocks(message)
        return _value(json.loads(text), tables)
    except (struct.error, LookupError, TypeError, AttributeError, ImportError, pl.exceptions.PolarsError) as error:
        raise ValueError("this is no answer of a worker") from error


def _blocks(message: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(message):
        (length,) = _LENGTH.unpack_from(message, place)
        place += _LENGTH.size + length
        if place > len(message):
            raise ValueError("this is no answer of a worker: it ends too early")
        yield message[place - length : place]


def _plain(value: object, tables: list[bytes]) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(item, tables) for item in value]
    if isinstance(value, pl.DataFrame):
        out = io.BytesIO()
        value.write_ipc(out)
        tables.append(out.getvalue())
        return {"table": len(tables) - 1}
    if isinstance(value, Mapping):
        return {"map": [[_plain(key, tables), _plain(item, tables)] for key, item in value.items()]}
    kind = type(value)
    if dataclasses.is_dataclass(value):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    elif isinstance(value, CreditPanelError):
        fields = {"args": value.args, **vars(value)}
    else:
        raise TypeError(f"{kind.__name__} cannot be sent: only plain values can")
    return {"is": [kind.__module__, kind.__name__], "fields": {key: _plain(v, tables) for key, v in fields.items()}}


def _value(plain: Any, tables: list[bytes]) -> Any:
    if isinstance(plain, list):
        return tuple(_value(item, tables) for item in plain)
    if not isinstance(plain, dict):
        return plain
    if "table" in plain:
        return pl.read_ipc(io.BytesIO(tables[plain["table"]]))
    if "map" in plain:
        return {_value(key, tables): _value(item, tables) for key, item in plain["map"]}
    kind = _kind(*plain["is"])
    fields = {key: _value(item, tables) for key, item in plain["fields"].items()}
    if dataclasses.is_dataclass(kind):
        return kind(**fields)
    error: Any = kind.__new__(kind, *fields.pop("args"))
    error.__dict__.update(fields)
    return error


def _kind(module: str, name: str) -> type[Any]:
    if not module.startswith(_HOMES):
        raise ValueError(f"{module} is no module of what an answer holds")
    kind = getattr(import_module(module), name)
    if not isinstance(kind, type) or not (dataclasses.is_dataclass(kind) or issubclass(kind, CreditPanelError)):
        raise ValueError(f"{name} is nothing that an answer holds")
    return kind
