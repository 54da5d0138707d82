"""What is on file of the clients of a page: looked up in the journal, for whose answer nobody waits long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from credit_panel.amendments.client_data import ClientData, DataOf
from credit_panel.amendments.on_file import on_file
from credit_panel.change_setting import keeps_changes
from credit_panel.errors import JournalError
from credit_panel.portfolio import ServedModel

PATIENCE = 2.0
"""Seconds that the journal gets: all visitors wait for it with whoever opens a client."""

_READING = ThreadPoolExecutor(2, thread_name_prefix="on-file")


def data_of(served: ServedModel) -> DataOf:
    """Return what looks up a client's data for one visitor."""

    def look_up(client_id: int) -> ClientData:
        try:
            return _READING.submit(on_file().data_of, served, client_id).result(PATIENCE)
        except TimeoutError as error:
            if not keeps_changes():
                return ClientData(served, client_id)  # nothing may be changed, and whether anything was is not urgent
            raise JournalError("unreachable", "The journal does not say soon enough what is on file.") from error

    return look_up
