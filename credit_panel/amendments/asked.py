"""What is on file of a client, and changes of it, for whoever works in Python."""

from __future__ import annotations

from collections.abc import Mapping

from credit_panel.amendments.changing import change, check_changes
from credit_panel.amendments.client_data import ClientData
from credit_panel.amendments.on_file import change_log, on_file
from credit_panel.change_setting import SETTING, keeps_changes
from credit_panel.errors import ApplicationError, FieldProblem, SettingsError
from credit_panel.journal.records import clean_name
from credit_panel.portfolio import current_model
from credit_panel.scoring.explanation import Value
from credit_panel.settings import Settings


def client_data(client_id: int, version: int | None = None) -> ClientData:
    """Return what is on file of a client, as the API and the pages start from it.

    Parameters
    ----------
    version
        Number of the version: 1 is the portfolio's; None for the last one.

    Raises
    ------
    UnknownClientError
        When the portfolio has no such client.
    UnknownVersionError
        When the client has no such version, or it is no longer kept.
    JournalError
        When the journal, which holds changes, cannot be read.

    Examples
    --------
    >>> import credit_panel as cp
    >>> data = cp.client_data(100002)
    >>> data.explanation.client_id
    100002
    """
    return on_file().data_of(current_model(), client_id, version)


def change_client(data: ClientData, changes: Mapping[str, Value], *, reason: str, person: str) -> ClientData:
    """Keep changed data of a client as the next version of their file, as ``PATCH /api/v1/clients/{id}`` does.

    The portfolio stays as it is. Where somebody has changed the data since they were read, nothing is kept.

    Parameters
    ----------
    data
        The data as they were read.
    changes
        New values by field of the application; None makes a field missing.
    reason, person
        Why, and who changes them.

    Returns
    -------
    ClientData
        The data as they are now.

    Raises
    ------
    SettingsError
        When no changes are kept here.
    ApplicationError
        When the values cannot be those of an application, or reason or person is missing; it names every bad one.
    UnchangedError
        When the values are those that are on file.
    JournalError
        When the data were changed meanwhile, or the journal does not take the change.

    Examples
    --------
    >>> data = cp.client_data(100002)  # doctest: +SKIP
    >>> cp.change_client(data, {"AMT_INCOME_TOTAL": 180_000}, reason="Pay slip", person="Anne Martin")  # doctest: +SKIP
    """
    if not keeps_changes():
        raise SettingsError(f"No changed data of clients are kept here: set {SETTING}=keep.")
    said = {"reason": reason.strip(), "person": clean_name(person)}
    missing = [FieldProblem(name, "is required", "required") for name, text in said.items() if not text]
    try:
        check_changes(changes, written=True)
    except ApplicationError as error:
        missing += error.problems
    if missing:
        raise ApplicationError(missing)
    return change(data, changes, **said, log=change_log(Settings.from_env()))
