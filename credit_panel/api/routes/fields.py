"""The fields: what every name of an application and of a feature means, in both languages."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from credit_panel.api.errors import PublicRoute
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit import REQUIRED_FIELDS
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS, THEMES
from credit_panel.home_credit.catalogue import Field as CatalogueField
from credit_panel.home_credit.catalogue.fields import Exclusion, Unit

ROUTER = APIRouter(tags=["fields"], route_class=PublicRoute)


class WordsBody(Wire):
    """The same in both languages."""

    fr: str = Field(description="In French.")
    en: str = Field(description="In English.")


class CategoryBody(Wire):
    """One category of a field."""

    code: str = Field(description="What stands in an application.")
    label: WordsBody = Field(description="What people read.")


class FieldBody(Wire):
    """One field of an application, or one feature that is worked out."""

    name: str = Field(description="Its name.")
    label: WordsBody = Field(description="What people read.")
    help: WordsBody | None = Field(description="A sentence of explanation.")
    unit: Unit = Field(description="Its unit; days and months are counted from the application, negative before it.")
    theme: str = Field(description="Key of its theme.")
    theme_label: WordsBody = Field(description="The name of the theme.")
    source: str = Field(description="The table it comes from.")
    direction: int = Field(
        ge=-1, le=1, description="1 when a higher value may only raise the risk, -1 when it may only lower it, else 0."
    )
    lever: bool = Field(description="Whether the applicant can act on it.")
    excluded: Exclusion | None = Field(description="Why no model may read it; null when one may.")
    minimum: float | None = Field(description="The least acceptable value.")
    maximum: float | None = Field(description="The greatest acceptable value.")
    categories: list[CategoryBody] = Field(description="The categories of a category.")
    in_application: bool = Field(description="Whether it is a field of an application.")
    required: bool = Field(description="Whether an application must have it.")
    in_model: bool = Field(description="Whether the served model reads it.")


class FieldsBody(Wire):
    """Every field and feature."""

    fields: list[FieldBody] = Field(description="Each, in the order of the catalogue.")


@ROUTER.get("/fields", response_model=FieldsBody, responses=problems(422, 503), operation_id="list_fields")
def list_fields(served: Served) -> FieldsBody:
    """Return the catalogue of every field and feature."""
    read = frozenset({*served.scorer.features, *served.scorer.without_histories.features})
    return FieldsBody(fields=[_field(entry, entry.name in read) for entry in FIELDS.values()])


def _field(entry: CatalogueField, in_model: bool) -> FieldBody:
    return FieldBody(
        name=entry.name,
        label=WordsBody(**entry.label),
        help=None if entry.help is None else WordsBody(**entry.help),
        unit=entry.unit,
        theme=entry.theme,
        theme_label=WordsBody(**THEMES[entry.theme]),
        source=entry.source,
        direction=entry.direction,
        lever=entry.lever,
        excluded=entry.excluded,
        minimum=entry.minimum,
        maximum=entry.maximum,
        categories=[
            CategoryBody(code=code, label=WordsBody(**words)) for code, words in CATEGORIES.get(entry.name, {}).items()
        ],
        in_application=entry.name in RAW_FIELDS,
        required=entry.name in REQUIRED_FIELDS,
        in_model=in_model,
    )
