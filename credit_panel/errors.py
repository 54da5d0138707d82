"""The errors a user can meet, each one sentence: what is wrong, where, what to do.

CreditPanelError
├── SettingsError        a setting of the environment or the command line cannot be used
├── TablesError          the input tables are absent, unreadable or not what they should be
├── ApplicationError     one typed application has bad fields (all of them, not the first)
├── ApplicationFileError a file of applications cannot be read at all
├── DriftFileError       a file cannot be held against the training clients
├── UploadError          a file that somebody sent takes more than one may, or comes while others are read
├── UnknownClientError   no client of the portfolio has this identifier
├── CohortError          a choice of clients cannot be made on this portfolio
├── PortfolioError       the scored portfolio on disk is absent or does not belong to the model
│   ├── NoSharedClientsError two portfolios hold no client in common
│   └── ReplacedError    the portfolio on disk is no longer the one that was opened
├── EngineError          Spark cannot do the work, or broke it off
├── BundleError          the model on disk is absent, altered or of another format
├── JournalError         the journal cannot be read or written, or does not take a record
├── LetterError          a letter cannot be set in type
└── UnexpectedError      work for a page broke off; the log says why
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

ProblemKind = Literal[
    "unknown",
    "required",
    "text",
    "level",
    "number",
    "finite",
    "whole",
    "bounds",
    "date",
    "ambiguous",
    "formula",
    "error",
    "merged",
    "width",
]
"""What can be wrong with a field, so that another language can say it too."""

Cause = Literal["", "years", "sign", "percent", "missing", "date", "infinite"]
"""What may have happened to a value that cannot be."""

FileFault = Literal["too_big", "no_table", "empty", "too_many_rows", "too_wide", "repeated", "absent", "no_field"]
"""What can be wrong with a file of applications as a whole."""


class CreditPanelError(Exception):
    """Base of every error that is told to the user as a sentence, without a traceback."""


class SettingsError(CreditPanelError):
    """A setting cannot be used."""


class LetterError(CreditPanelError):
    """A letter or a report cannot be set in type."""


class TablesError(CreditPanelError):
    """The input tables cannot be used."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of an application, and what would be right."""

    field: str
    problem: str
    kind: ProblemKind = dataclasses.field(default="number", compare=False)
    cause: Cause = dataclasses.field(default="", compare=False)
    """What may have happened to a value outside its bounds."""


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


class ApplicationFileError(CreditPanelError):
    """A file of applications cannot be read at all.

    Parameters
    ----------
    fault, sentence
        What is wrong with it, and the same in English with what to do.
    names
        The columns that it is about.
    near
        Columns of the file whose names are like those of fields that it lacks, by field.
    """

    def __init__(
        self, fault: FileFault, sentence: str, names: Sequence[str] = (), *, near: Mapping[str, str] | None = None
    ) -> None:
        self.fault, self.names, self.near = fault, tuple(names), dict(near or {})
        super().__init__(sentence)


DriftFault = Literal[
    "too_big",
    "empty",
    "no_table",
    "too_wide",
    "no_field",
    "repeated",
    "too_few",
    "too_many",
    "text",
    "long_text",
    "no_feature",
]
"""What can be wrong with a set of applications whose drift is asked for."""


class DriftFileError(CreditPanelError):
    """A set of applications cannot be held against the training clients.

    Parameters
    ----------
    fault, sentence
        What is wrong with it, and the same in English with what to do.
    names
        The columns that it is about.
    count
        How many applications it has, where that is what is wrong.
    """

    def __init__(self, fault: DriftFault, sentence: str, *, names: Sequence[str] = (), count: int = 0) -> None:
        self.fault, self.names, self.count = fault, tuple(names), count
        super().__init__(sentence)


UploadFault = Literal["busy", "often", "slow", "heavy", "broken"]
"""Why a file that somebody sent is not read, whatever it is meant to hold."""
_UPLOAD_SENTENCES: Mapping[UploadFault, str] = {
    "busy": "The server is reading other files: send this one again in a moment.",
    "often": "Too many files came from this address in a short time: wait a minute, then send this one again.",
    "slow": "The file took longer to read than the server allows: send a smaller one, or the same as plain CSV.",
    "heavy": "The file took more memory to read than the server allows: send a smaller one, or the same as plain CSV.",
    "broken": "The file broke its reader off, so it may be damaged: save it again as CSV and send that.",
}


class UploadError(CreditPanelError):
    """A file that somebody sent passes what reading one may take, or there is no room to read it now.

    Parameters
    ----------
    fault
        What it passed.
    """

    def __init__(self, fault: UploadFault) -> None:
        self.fault = fault
        super().__init__(_UPLOAD_SENTENCES[fault])


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


class NoSharedClientsError(PortfolioError):
    """Two portfolios hold no client of known outcome in common."""


class ReplacedError(PortfolioError):
    """What was opened is no longer what lies on disk; the sentence goes to strangers too and names no folder."""

    def __init__(self) -> None:
        super().__init__(
            "The portfolio was replaced or damaged since the server opened it: start the server again, and build the "
            "portfolio again if that does not help."
        )


class EngineError(CreditPanelError):
    """Spark cannot do the work, or broke it off."""


class BundleError(CreditPanelError):
    """The model on disk cannot be used."""


JournalFault = Literal[
    "locked",
    "full",
    "read_only",
    "version",
    "foreign",
    "unreachable",
    "damaged",
    "newer",
    "changed",
    "unasked",
    "long",
    "key",
    "driver",
]
"""Why the journal does not take a record, or cannot be used at all, so that another language can say it too."""


class JournalError(CreditPanelError):
    """The journal cannot be used, or does not take a record.

    Parameters
    ----------
    fault, sentence
        What is wrong with it, and the same in English with what to do.
    """

    def __init__(self, fault: JournalFault, sentence: str) -> None:
        self.fault = fault
        super().__init__(sentence)


class UnexpectedError(CreditPanelError):
    """Work for a page broke off for a reason that nothing else tells."""

    def __init__(self) -> None:
        super().__init__("The server could not work this out: try again, or tell whoever runs it; its log says why.")
