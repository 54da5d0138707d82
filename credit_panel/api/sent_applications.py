"""Applications that were sent, each alone or with its histories: what can be read of them, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl
from pydantic import BaseModel, ValidationError

from credit_panel.api.body import MOST_MEMBERS
from credit_panel.errors import ApplicationError, FieldProblem
from credit_panel.home_credit import CLIENT
from credit_panel.home_credit.applications import validate_applications
from credit_panel.home_credit.sent_histories import Rows, validate_histories
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.range_seen import Unseen, unseen_values
from credit_panel.portfolio.sent_histories import Histories, scorer_and_features
from credit_panel.scoring import Explanation, Scorer


class Parts(NamedTuple):
    """The fields of an application, and the rows of its histories; None where none were sent."""

    application: Mapping[str, Any]
    history: Mapping[str, Rows] | None = None


@dataclass(frozen=True, slots=True)
class SentApplications:
    """What was read of n applications.

    Parameters
    ----------
    applications, histories
        Those in which nothing is wrong, typed and repaired, and the histories of each; None where none were sent.
    wrong
        What is wrong with the others, by their place, 0 to n - 1.
    """

    applications: pl.DataFrame
    histories: list[Histories | None]
    wrong: dict[int, tuple[FieldProblem, ...]]


def parted(row: Mapping[str, Any], form: type[BaseModel]) -> Parts | tuple[FieldProblem, ...]:
    """Return an application and its histories from a row of a batch, or what is wrong with its form.

    Parameters
    ----------
    form
        How both are sent; a row that names neither is the application itself.
    """
    if "application" not in row and "history" not in row:
        return Parts(row)
    if len(row) > MOST_MEMBERS:
        return (FieldProblem("…", f"holds more than {MOST_MEMBERS} names", "unknown"),)
    try:
        request: Any = form.model_validate(row)
    except ValidationError as error:
        return tuple(
            FieldProblem(".".join(str(part) for part in found["loc"]), f"{found['msg']}", "unknown")
            for found in error.errors()
        )
    return Parts(request.application.root, None if request.history is None else request.history.root)


def scored_alone(served: ServedModel, form: Any) -> tuple[Scorer, pl.DataFrame, Explanation, list[Unseen]]:
    """Score one application that was sent, with the histories that came with it.

    Returns
    -------
    tuple
        What scored it, its features, the explained decision, and the values that no client of the portfolio comes near.

    Raises
    ------
    ApplicationError
        With every bad field and cell.
    """
    sent = read_sent([Parts(form.application.root, None if form.history is None else form.history.root)])
    if sent.wrong:
        raise ApplicationError(sent.wrong[0])
    typed, (histories,) = sent.applications, sent.histories
    scorer, features = scorer_and_features(served, typed, histories)
    explanation = scorer.explain_one(features, client_id=typed.item(0, CLIENT))
    return scorer, features, explanation, list(unseen_values(served.portfolio, typed.row(0, named=True)))


def read_sent(sent: Sequence[Parts | tuple[FieldProblem, ...]]) -> SentApplications:
    """Read applications with their histories, each for itself."""
    wrong: dict[int, tuple[FieldProblem, ...]] = {}
    parts: dict[int, Parts] = {}
    for place, each in enumerate(sent):
        if isinstance(each, Parts):
            parts[place] = each
        else:
            wrong[place] = each
    applications, found = validate_applications([application for application, _ in parts.values()], written=False)
    kept, histories = [], []
    good = 0
    for number, (place, (_, history)) in enumerate(parts.items()):
        problems = found.get(number, ())
        read: Histories | None = None
        try:
            read = None if history is None else validate_histories(history)
        except ApplicationError as error:
            problems = (*problems, *error.problems)
        if problems:
            wrong[place] = problems
        else:
            kept.append(good)
            histories.append(read)
        good += number not in found
    return SentApplications(applications[kept], histories, wrong)
