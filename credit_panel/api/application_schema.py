"""The fields of an application as OpenAPI documents them: what this allows is scored, what it does not is refused."""

from __future__ import annotations

from typing import Any

import polars as pl

from credit_panel.home_credit import REQUIRED_FIELDS, SCHEMA
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS, Field
from credit_panel.home_credit.repairs import MISSING_LEVELS, NO_DATE, NO_DATE_FIELDS
from credit_panel.home_credit.schema import TARGET


def application_schema() -> dict[str, Any]:
    """Return the JSON schema of an application."""
    columns = {name: dtype for name, dtype in SCHEMA["application"].columns.items() if name != TARGET}
    return {
        "type": "object",
        "title": "Application",
        "properties": {name: _property(FIELDS[name], dtype) for name, dtype in columns.items()},
        "required": list(REQUIRED_FIELDS),
        "additionalProperties": False,
    }


def _property(field: Field, dtype: pl.DataType) -> dict[str, Any]:
    may_lack = field.name not in REQUIRED_FIELDS
    kinds = [_level(field, may_lack)] if dtype == pl.String else _numbers(field, whole=dtype.is_integer())
    kinds += [{"type": "null"}] if may_lack else []
    described = {"description": field.label["en"]}
    return {**kinds[0], **described} if len(kinds) == 1 else {"anyOf": kinds, **described}


def _level(field: Field, may_lack: bool) -> dict[str, Any]:
    levels = [*CATEGORIES[field.name], *(MISSING_LEVELS if may_lack else ())]
    return {"type": "string", "enum": list(dict.fromkeys(levels))}


def _numbers(field: Field, *, whole: bool) -> list[dict[str, Any]]:
    number: dict[str, Any] = {"type": "integer" if whole else "number"}
    number |= {} if field.minimum is None else {"minimum": field.minimum}
    number |= {} if field.maximum is None else {"maximum": field.maximum}
    kinds = [number]
    if field.name in NO_DATE_FIELDS["application"]:
        kinds.append({"const": NO_DATE})
    if field.unit == "flag":
        kinds.append({"type": "boolean"})
    return kinds
