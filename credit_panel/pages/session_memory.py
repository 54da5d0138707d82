"""The wires between what a visitor decides and opens and what their browser's tab keeps of it."""

from __future__ import annotations

import weakref
from collections.abc import Callable

import param

from credit_panel.state import ClientState
from credit_panel.state.deciding import DecisionState
from credit_panel.views import Header
from credit_panel.views.shell.session_memory import read_memory, write_memory


class SessionMemory:
    """Keeps the decisions of a session and its last opened clients in the tab, and takes them back on the next page.

    Decisions are kept there only while nothing else keeps them: with a log that lasts, the tab has none of them.

    Parameters
    ----------
    header
        Its ``kept`` is what the tab keeps.
    client, decisions
        The visitor's.
    """

    def __init__(self, header: Header, client: ClientState, decisions: DecisionState) -> None:
        self._header, self._client, self._decisions = header, client, decisions
        self._written = ""
        header.param.watch(_weakly(self, "recall"), "kept")
        client.param.watch(_weakly(self, "keep"), "recent")
        decisions.param.watch(_weakly(self, "keep"), "last")

    def recall(self) -> None:
        """Take back what the tab kept."""
        if self._header.kept == self._written:
            return
        decisions, opened = read_memory(self._header.kept)
        self._decisions.recall(decisions)
        self._client.recall(opened)
        self.keep()

    def keep(self) -> None:
        """Hand what is new to the tab."""
        known = () if self._decisions.lasting is not None else self._decisions.log.everything()
        self._written = write_memory(known, self._client.recent)
        self._header.kept = self._written


def _weakly(memory: SessionMemory, name: str) -> Callable[[param.parameterized.Event], None]:
    """Return what calls a method of the memory, and keeps it from nobody who lets it go."""
    kept = weakref.ref(memory)

    def call(_: param.parameterized.Event) -> None:
        if (alive := kept()) is not None:
            getattr(alive, name)()

    return call
