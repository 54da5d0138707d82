"""What stands after the question mark of an address: the parameters that a route names, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query

from credit_panel.api.body import RefusedError
from credit_panel.server.refusal import Refusal

_LONGEST_NAME = 60
_MOST_TOLD = 20


def query_names(dependant: Dependant) -> Mapping[str, bool]:
    """Return the parameters of a route, and whether each may stand more than once."""
    found = (field for field in get_flat_params(dependant) if isinstance(field.field_info, Query))
    lists = {field.alias: "list" in str(field.field_info.annotation) for field in found}
    return MappingProxyType(lists)


def check_query(request: Request, known: Mapping[str, bool]) -> None:
    """Refuse a parameter that the route does not know, which may be one it knows misspelt, and one that stands twice.

    Raises
    ------
    RefusedError
        When there is one; every one is named.
    """
    if not request.url.query:
        return
    given = Counter(name for name, _ in request.query_params.multi_items())
    unknown = [(name, "is no parameter of this address.") for name in given if name not in known]
    twice = [(name, "stands more than once.") for name, count in given.items() if count > 1 and not known.get(name)]
    if not (unknown or twice):
        return
    refusal = Refusal(422, "bad-request", "The request is not of the documented form: see /docs.")
    raise RefusedError(
        refusal,
        [
            {"field": f"query.{name[:_LONGEST_NAME]}", "problem": problem}
            for name, problem in [*unknown, *twice][:_MOST_TOLD]
        ],
    )
