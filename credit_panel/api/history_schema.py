"""The histories that come with an application as OpenAPI documents them: what this allows is read, and nothing else."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from pydantic import BeforeValidator, ConfigDict, FailFast, Field, RootModel
from pydantic_core import PydanticCustomError

from credit_panel.api.application_schema import MOST_FIELDS
from credit_panel.home_credit import HISTORY_TABLES
from credit_panel.home_credit.limits import LIMITS
from credit_panel.home_credit.sent_histories import (
    LONGEST_TEXT,
    MOST_ROWS,
    bounds_of,
    columns_of,
    levels_of,
    needed_in,
)

EXAMPLE: dict[str, Any] = {
    "bureau": [
        {
            "SK_ID_BUREAU": 1,
            "CREDIT_ACTIVE": "Active",
            "CREDIT_TYPE": "Consumer credit",
            "DAYS_CREDIT": -400,
            "DAYS_CREDIT_ENDDATE": 330,
            "AMT_CREDIT_SUM": 120000,
            "AMT_CREDIT_SUM_DEBT": 65000,
            "AMT_CREDIT_SUM_OVERDUE": 0,
        }
    ],
    "bureau_balance": [{"SK_ID_BUREAU": 1, "MONTHS_BALANCE": -1, "STATUS": "0"}],
}
"""The histories of somebody with one credit elsewhere, on time."""

MOST_TABLES = 50
"""Tables beyond which the histories are not looked at: there are few, and each that is none is told by its name."""

_Row = Annotated[dict[str, Any], Field(max_length=MOST_FIELDS)]
_Rows = Annotated[list[_Row], FailFast(), Field(max_length=max(MOST_ROWS.values()))]


def _few(sent: Any) -> Any:
    """Refuse too many tables before each of them is: pydantic finds all that is wrong, and for very long."""
    if isinstance(sent, dict) and len(sent) > MOST_TABLES:
        raise PydanticCustomError("too_long", "holds too many tables")
    return sent


def history_schema() -> dict[str, Any]:
    """Return the JSON schema of the histories of one applicant."""
    return {
        "type": "object",
        "title": "History",
        "description": "Rows of the history tables, by table, under the names of their columns. A table that is left "
        "out, or empty, says that the applicant has nothing of the kind.",
        "properties": {name: _table(name) for name in HISTORY_TABLES},
        "additionalProperties": False,
        "examples": [EXAMPLE],
    }


class History(RootModel[Annotated[dict[str, _Rows], BeforeValidator(_few)]]):
    """The histories of one applicant, as `validate_histories` checks them."""

    model_config = ConfigDict(json_schema_extra=lambda schema: _replace(schema))


def _replace(schema: dict[str, Any]) -> None:
    schema.clear()
    schema.update(history_schema())


def _table(name: str) -> dict[str, Any]:
    needed = needed_in(name)
    row = {
        "type": "object",
        "properties": {
            column: _column(name, column, dtype, may_lack=column not in needed)
            for column, dtype in columns_of(name).items()
        },
        "additionalProperties": False,
        **({"required": list(needed)} if needed else {}),
    }
    return {"type": "array", "maxItems": MOST_ROWS[name], "items": row}


def _column(table: str, column: str, dtype: pl.DataType, *, may_lack: bool) -> dict[str, Any]:
    if dtype == pl.String:
        levels = levels_of(table, column)
        kind: dict[str, Any] = {"enum": list(levels)} if levels else {"maxLength": LONGEST_TEXT}
        kinds = [{"type": "string", **kind}]
    else:
        limits = LIMITS[table][column]
        low, high = bounds_of(dtype, limits)
        number = {"type": "integer" if dtype.is_integer() else "number", "minimum": low, "maximum": high}
        kinds = [number, *([] if limits.excused is None else [{"const": limits.excused}])]
    kinds += [{"type": "null"}] if may_lack else []
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
