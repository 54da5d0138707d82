"""The errors a user can meet, each one sentence: what is wrong, where, what to do.

CreditPanelError
├── SettingsError        a setting of the environment or the command line cannot be used
├── TablesError          the input tables are absent, unreadable or not what they should be
├── ApplicationError     one typed application has bad fields (all of them, not the first)
├── UnknownClientError   no client of the portfolio has this identifier
├── CohortError          a choice of clients cannot be made on this portfolio
├── PortfolioError       the scored portfolio on disk is absent or does not belong to the model
└── BundleError          the model on disk is absent, altered or of another format
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CreditPanelError(Exception):
    """Base of every error that is told to the user as a sentence, without a traceback."""


class SettingsError(CreditPanelError):
    """A setting cannot be used."""


class TablesError(CreditPanelError):
    """The input tables cannot be used."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of an application, and what would be right."""

    field: str
    problem: str


class ApplicationError(CreditPanelError):
    """An application has one or more bad fields.

    Parameters
    ----------
    problems
        One entry per bad field, in the order of the application.
    """

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p.problem}" for p in self.problems))


class UnknownClientError(CreditPanelError):
    """No client has this identifier."""

    def __init__(self, client_id: object) -> None:
        self.client_id = client_id
        super().__init__(
            f"No client has the number {client_id} in this portfolio: check the number or search by its first digits."
        )


class CohortError(CreditPanelError):
    """A choice of clients cannot be made."""


class PortfolioError(CreditPanelError):
    """The scored portfolio on disk cannot be used."""


class BundleError(CreditPanelError):
    """The model on disk cannot be used."""
