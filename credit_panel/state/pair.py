"""What the open client is held against, file by file: one other client, or the same one under the visitor's what-if."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import param
from param.parameters import NoNone

from credit_panel.errors import UnknownClientError
from credit_panel.scoring import Explanation, Outcome
from credit_panel.state.client import LONGEST_NUMBER, ClientState
from credit_panel.state.scenario import ScenarioState

WHAT_IF = "what-if"
"""What stands for the client's own what-if in the place of another client's number."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files.

    Parameters
    ----------
    explanation
        The explained decision.
    values
        The values by column of the portfolio.
    decided
        What a person decided; None while nobody has, and for a what-if.
    """

    explanation: Explanation
    values: Mapping[str, Any]
    decided: Outcome | None = None


class PairState(param.Parameterized):
    """The second file of one visitor, which stays when another client is opened.

    Examples
    --------
    >>> import credit_panel as cp
    >>> client = cp.ClientState(cp.current_model(), 100002)
    >>> pair = PairState(client=client)
    >>> pair.choose("100003")
    True
    >>> [side.explanation.client_id for side in pair.sides()]
    [100002, 100003]
    """

    client = param.ClassSelector(class_=ClientState, allow_None=NoNone, doc="The visitor's client.")

    scenario: Callable[[], ScenarioState] | None = param.Callable(  # type: ignore[assignment]
        default=None, doc="Gives the visitor's what-if; None where there is none."
    )

    second = param.String(default="", doc="Number of the other client, or `WHAT_IF`; empty for none.")

    unknown = param.String(default="", doc="What was asked for and is no client; empty when all is well.")

    _chosen = ""

    def choose(self, wanted: str) -> bool:
        """Take another client by number, or the what-if; what is neither is said in `unknown` and changes nothing.

        Returns
        -------
        bool
            Whether it is taken, once its data are looked up.
        """
        text = "".join(wanted.split())
        if text in ("", WHAT_IF) or self._is_client(text):
            self._chosen = text
            if text in ("", WHAT_IF) or self.client.ahead(int(text), partial(self._take, text)):
                self._take(text)
            return True
        self.unknown = wanted.strip()[:40]
        return False

    def _take(self, text: str) -> None:
        """Show what was chosen, unless something else was meanwhile."""
        if text == self._chosen:
            self.param.update(second=text, unknown="")

    def sides(self) -> tuple[Side, Side] | None:
        """Return the open client and what they are held against; None while there is nothing to compare."""
        client = self.client
        if client.explanation is None or client.row is None:
            return None
        own = Side(client.explanation, client.row.row(0, named=True), client.decision)
        if self.second == WHAT_IF and self.scenario is not None:
            state = self.scenario()
            if state.result is None:
                return None
            after = state.result.scenario.features(client.row)  # whose score it is
            return own, Side(state.result.after, {**own.values, **after.row(0, named=True)})
        if not self._is_client(self.second) or int(self.second) == client.client_id:
            return None
        number = int(self.second)
        other, _ = client.data_of(number)
        return own, Side(other.explanation, other.row.row(0, named=True), client.decided.get(number))

    def _is_client(self, text: str) -> bool:
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
            return False
        try:
            self.client.served.portfolio.check_client(int(text))
        except UnknownClientError:
            return False
        return True
