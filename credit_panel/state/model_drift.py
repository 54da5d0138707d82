"""What one visitor holds against the training clients: the test table, another portfolio of this server, or a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import param

from credit_panel.errors import CreditPanelError
from credit_panel.portfolio import Portfolio, ServedModel
from credit_panel.portfolio.drift.report import DriftReport, drift_of_file, drift_of_portfolio, drift_of_test
from credit_panel.portfolio.manifest import MANIFEST
from credit_panel.state.driving import settle
from credit_panel.uploads import drift_of_upload

TEST = "test"
"""Key of the applications of unknown outcome of the portfolio itself."""

FILE = "file:"
"""What the key of a file begins with."""

Work = Callable[[Callable[[], bool]], DriftReport]
"""What works a report out; called with what tells whether it is still wanted."""


class DriftState(param.Parameterized):
    """One visitor's drift report; what `choose` and `take` return works it out, off the event loop where there is one.

    Parameters
    ----------
    served
        The model and its training clients; shared by all visitors, and immutable.
    """

    source = param.String(
        default=TEST, constant=True, doc="Key of what is compared: `TEST`, the name of a portfolio, or a file's."
    )

    report = param.ClassSelector(
        class_=DriftReport, default=None, allow_None=True, constant=True, doc="What moved; None until known."
    )

    problem = param.ClassSelector(
        class_=CreditPanelError, default=None, allow_None=True, doc="Why nothing could be compared, None when it could."
    )

    busy = param.Boolean(default=False, doc="Whether a report is being worked out.")

    def __init__(self, served: ServedModel, **params: Any) -> None:
        self.served = served
        super().__init__(**params)

    def others(self) -> list[str]:
        """Return the names of the other portfolios beside the served one."""
        own = self.served.portfolio.folder
        return sorted(
            folder.name
            for folder in own.parent.iterdir()
            if folder.resolve() != own.resolve() and not folder.name.startswith(".") and (folder / MANIFEST).is_file()
        )

    @property
    def address(self) -> str:
        """What the address says of the source; empty for `TEST` and for a file, which no address can hold."""
        return self.source if self.source in self.others() else ""

    def choose(self, source: str) -> Work | None:
        """Take what is to be compared and return what works it out; None when there is no such portfolio."""
        if source == TEST:
            return self._begin(source, lambda _: drift_of_test(self.served))
        if source in self.others():
            folder = self.served.portfolio.folder.parent / source
            return self._begin(source, lambda _: drift_of_portfolio(self.served, Portfolio(folder)))
        return None

    def take(self, name: str, content: bytes) -> Work:
        """Take a file and return what works out its drift."""

        def work(wanted: Callable[[], bool]) -> DriftReport:
            file = drift_of_upload(content, wanted)
            return drift_of_file(self.served, file.applications, drawn_from=file.count)

        return self._begin(f"{FILE}{name}", work)

    def refuse(self, name: str, error: CreditPanelError) -> None:
        """Say why a file is not read."""
        settle(self, source=f"{FILE}{name}", report=None, problem=error, busy=False)

    def finish(self, outcome: DriftReport | CreditPanelError) -> None:
        """Show a report, or why there is none."""
        if isinstance(outcome, DriftReport):
            settle(self, report=outcome, problem=None, busy=False)
        else:
            settle(self, report=None, problem=outcome, busy=False)

    def _begin(self, source: str, work: Work) -> Work:
        settle(self, source=source, busy=True, problem=None)
        return work
