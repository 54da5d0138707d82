"""How a client's data are changed: what may be, and what goes on record of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from credit_panel.amendments.change_log import ChangeLog
from credit_panel.amendments.client_data import ClientData, differences
from credit_panel.amendments.version import content_of
from credit_panel.errors import ApplicationError, CreditPanelError, FieldProblem, JournalError
from credit_panel.home_credit import CLIENT, REQUIRED_FIELDS
from credit_panel.home_credit.applications import field_problems
from credit_panel.scoring import Explanation, Scenario


class UnchangedError(CreditPanelError):
    """A change leaves every field as it is."""

    def __init__(self) -> None:
        super().__init__("The values are those that are on file already: nothing was recorded.")


def check_changes(given: Mapping[str, Any], *, written: bool) -> None:
    """Refuse changes to a client's application that make up none.

    Parameters
    ----------
    written
        Whether a text may stand for a number; see `validate_application`.

    Raises
    ------
    ApplicationError
        When a field is unknown, required and null, of another type or out of bounds; it names every bad one.
    """
    problems = [
        FieldProblem(name, "is required", "required")
        for name in REQUIRED_FIELDS
        if name in given and given[name] is None
    ]
    if CLIENT in given:
        problems.append(FieldProblem(CLIENT, "cannot be changed: it says whose application it is", "unknown"))
    fields = {name: value for name, value in given.items() if name != CLIENT}
    problems += field_problems(fields, partial=True, written=written)
    if problems:
        raise ApplicationError(problems)


def change(data: ClientData, changes: Mapping[str, Any], *, reason: str, person: str, log: ChangeLog) -> ClientData:
    """Keep changes to a client's data as their next version.

    Parameters
    ----------
    data
        The data as they were read; where they are not the last version any more, nothing is kept.
    changes
        New values by field of the application, that `check_changes` has let pass.
    reason, person
        Why, and who changes them.

    Returns
    -------
    ClientData
        The data as they are now.

    Raises
    ------
    ApplicationError
        When the values cannot be those of an application.
    UnchangedError
        When they are those that are on file.
    JournalError
        When somebody has changed the data meanwhile, or the journal does not take it.
    """
    if data.number != data.latest:
        raise JournalError("changed", f"Version {data.number} is not the last of the client's data: change that one.")
    row = data.row
    after = Scenario(changes).features(row)
    changed = differences(row, after)
    if not changed:
        raise UnchangedError
    served = data.served
    content = {
        **content_of(data.latest + 1, changed, differences(served.portfolio.client(data.client_id), after), reason),
        "portfolio": served.portfolio.manifest.seal,
        "model": asdict(served.scorer.manifest.stamp),
        "before": _scored(data.explanation),
        "after": _scored(served.scorer.explain_one(after, client_id=data.client_id)),
    }
    kept = log.keep(data.client_id, content, person)
    return replace(data, version=kept, latest=kept.number)


def _scored(explanation: Explanation) -> dict[str, Any]:
    return {
        "probability": explanation.probability,
        "points": explanation.points,
        "outcome": str(explanation.outcome),
    }
