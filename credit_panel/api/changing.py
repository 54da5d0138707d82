"""A change of a client's data that a program sends: whether it may, on what it rests, and what is kept."""

from __future__ import annotations

from credit_panel.access.actions import Action
from credit_panel.access.gate import Visitor
from credit_panel.amendments.changing import UnchangedError, change, check_changes
from credit_panel.amendments.client_data import ClientData
from credit_panel.amendments.on_file import change_log
from credit_panel.api.body import RefusedError
from credit_panel.api.change_bodies import ChangeRequest
from credit_panel.api.data_on_file import client_data
from credit_panel.api.journal_faults import journal_told
from credit_panel.api.keeping import names, tag_of
from credit_panel.api.person import WhoError, person_of
from credit_panel.api.routes.clients import file_of
from credit_panel.change_setting import SETTING, keeps_changes
from credit_panel.decisions.decision import clean_comment
from credit_panel.errors import JournalError
from credit_panel.journal.records import clean_name
from credit_panel.portfolio import ServedModel
from credit_panel.server.refusal import Refusal
from credit_panel.server.visitor import may
from credit_panel.settings import Settings

_NO_TAG = Refusal(
    428,
    "precondition-required",
    "A change has to name the file that it rests on: read the client, and send its ETag as If-Match.",
)


def keep_change(
    served: ServedModel, client_id: int, request: ChangeRequest, known: str | None, who: Visitor | None
) -> ClientData:
    """Keep a change of a client's data.

    Parameters
    ----------
    known
        What `If-Match` says; None where it is not sent.
    who
        Who sends it; None where nobody has to log in.

    Returns
    -------
    ClientData
        The data as they are now.

    Raises
    ------
    RefusedError
        When the server keeps none, they may not, or it rests on a file that is no longer so.
    ApplicationError
        When the values cannot be those of an application; it names every bad one.
    """
    check_may_change(who)
    data = client_data(served, client_id)
    if known is None or known.strip() == "*":  # any file would do, and so would one that nobody has read
        raise RefusedError(_NO_TAG)
    if not names(known, tag_of(file_of(data).model_dump_json().encode())):
        raise RefusedError(_other(data))
    check_changes(request.changes.root, written=False)
    reason, person = clean_comment(request.reason), _person(request, who)
    if not reason:
        raise RefusedError(_BAD, [{"field": "reason", "problem": "is required: it says why the data are changed."}])
    with journal_told():
        try:
            return change(data, request.changes.root, reason=reason, person=person, log=change_log(Settings.from_env()))
        except UnchangedError as error:
            raise RefusedError(Refusal(422, "no-change", str(error))) from None
        except JournalError as error:
            if error.fault != "changed":
                raise
    raise RefusedError(_other(client_data(served, client_id)))


def check_may_change(who: Visitor | None) -> None:
    """Refuse whoever may not change data, and everybody where the server keeps no changes.

    Raises
    ------
    RefusedError
        Which of both it is.
    """
    if not keeps_changes():
        sentence = f"This server keeps no changed data of clients: whoever runs it can set {SETTING}=keep."
        raise RefusedError(Refusal(403, "changes-off", sentence))
    if not may(who, Action.CHANGE_CLIENTS):
        sentence = f"A change of a client's data needs the action {Action.CHANGE_CLIENTS}, which is not granted."
        raise RefusedError(Refusal(403, "forbidden", sentence))


_BAD = Refusal(422, "bad-change", "The change cannot be recorded: correct the fields named here.")


def _person(request: ChangeRequest, who: Visitor | None) -> str:
    try:
        person = clean_name(person_of(request.person, who))
    except WhoError as error:
        raise RefusedError(_BAD, [{"field": "person", "problem": str(error)}]) from None
    if not person:
        raise RefusedError(_BAD, [{"field": "person", "problem": "is required: it says who changes the data."}])
    return person


def _other(data: ClientData) -> Refusal:
    return Refusal(
        412,
        "precondition-failed",
        f"The file is no longer the one that If-Match names: version {data.latest} of the data is on file, scored by "
        f"model {data.explanation.model.version}. Read it, then change it.",
    )
