"""The fields of an application as OpenAPI documents them: what this allows is scored, what it does not is refused."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from pydantic import ConfigDict, RootModel
from pydantic import Field as PydanticField

from credit_panel.home_credit import CLIENT, REQUIRED_FIELDS, SCHEMA
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS, Field
from credit_panel.home_credit.repairs import MISSING_LEVELS, NO_DATE, NO_DATE_FIELDS
from credit_panel.home_credit.schema import TARGET

MOST_FIELDS = 200
"""Fields of a request beyond which it is not looked at: an application has about 120."""

EXAMPLE: dict[str, Any] = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_CREDIT": 450000,
    "AMT_ANNUITY": 24000,
    "AMT_GOODS_PRICE": 400000,
    "AMT_INCOME_TOTAL": 150000,
    "DAYS_BIRTH": -14600,
    "EXT_SOURCE_2": 0.55,
}
"""An application with what is most often known."""

_COLUMNS = {name: dtype for name, dtype in SCHEMA["application"].columns.items() if name != TARGET}


def application_schema() -> dict[str, Any]:
    """Return the JSON schema of an application."""
    return {
        "type": "object",
        "title": "Application",
        "description": "Fields of the application table; one that is left out, or null, counts as missing, and no "
        "word does but the placeholders among the levels of a category.",
        "properties": {name: _property(FIELDS[name], dtype) for name, dtype in _COLUMNS.items()},
        "required": list(REQUIRED_FIELDS),
        "additionalProperties": False,
        "examples": [EXAMPLE],
    }


def changes_schema() -> dict[str, Any]:
    """Return the JSON schema of changes to an application: any of its fields, but not whose it is."""
    columns = {name: dtype for name, dtype in _COLUMNS.items() if name != CLIENT}
    return {
        "type": "object",
        "title": "Changes",
        "description": "Fields of the application table with their new values; null makes a value missing, and no "
        "word does but the placeholders among the levels of a category.",
        "properties": {name: _property(FIELDS[name], dtype) for name, dtype in columns.items()},
        "additionalProperties": False,
        "examples": [{"AMT_CREDIT": 300000}],
    }


class Application(RootModel[Annotated[dict[str, Any], PydanticField(max_length=MOST_FIELDS)]]):
    """One application, field by field, as `validate_application` checks it."""

    model_config = ConfigDict(json_schema_extra=lambda schema: _replace(schema, application_schema()))


class Changes(RootModel[Annotated[dict[str, Any], PydanticField(max_length=MOST_FIELDS)]]):
    """New values of some fields of an application, as `Scenario` checks them."""

    model_config = ConfigDict(json_schema_extra=lambda schema: _replace(schema, changes_schema()))


def _replace(schema: dict[str, Any], by: dict[str, Any]) -> None:
    schema.clear()
    schema.update(by)


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
