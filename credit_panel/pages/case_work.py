"""What a visitor does on record: the journal of the process behind their decisions and their desk.

Nothing of it is loaded for the first page: the journal is imported and opened when the first client is on screen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import panel as pn

from credit_panel.access.gate import Visitor
from credit_panel.decisions.lasting import lasting_log
from credit_panel.decisions.signature import UNSIGNED, Signature
from credit_panel.locale import Language, translator
from credit_panel.pages.letter_writer import LetterWriter
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation, WhatIf, points_otherwise, reasons_of
from credit_panel.server.visitor import may
from credit_panel.settings import Settings
from credit_panel.state import ClientState
from credit_panel.state.background import Background
from credit_panel.state.case import CaseState
from credit_panel.state.deciding import DecisionState
from credit_panel.state.desk import DeskState
from credit_panel.views.client.case_file import CaseFileView
from credit_panel.views.client.desk import DeskView
from credit_panel.views.client.held_file import HeldFileView
from credit_panel.views.client.letter import LetterView
from credit_panel.views.parts.latest_work import JOURNAL, LatestWork
from credit_panel.views.parts.ordered_work import OrderedWork
from credit_panel.views.parts.wording import in_plain_words

if TYPE_CHECKING:
    from credit_panel.decisions.journal_log import JournalLog


class CaseWork:
    """The decisions and the desk of one visitor, kept in the journal unless the settings turn it off.

    Parameters
    ----------
    served
        What is served.
    client
        The visitor's client.
    language
        Returns the language in which they read.
    visitor
        Who is logged in; None where nobody has to.
    """

    def __init__(
        self, served: ServedModel, client: ClientState, language: Callable[[], Language], visitor: Visitor | None = None
    ) -> None:
        settings = Settings.from_env()
        lasting = None if settings.journal == "off" else partial(lasting_log, settings, served)

        def tell(explanation: Explanation, row: Any) -> tuple[str, list[str]]:
            spoken = language()
            if client.explanation is explanation:
                otherwise = client.points_otherwise()  # the view that shows them has worked them out
            else:
                otherwise = points_otherwise(served.scorer, row, reasons_of(explanation))
            sentences = in_plain_words(explanation, otherwise, served.scorer.scale, translator(spoken))
            return spoken, [sentence.striptags() for sentence in sentences]

        signature = UNSIGNED if visitor is None else Signature(visitor.name, partial(may, visitor))
        self.decisions = DecisionState(
            client=client, lasting=lasting, background=_in_order(lasting), tell=tell, signature=signature
        )
        self.views: list[DeskView] = []
        self._desk = DeskState(decisions=self.decisions, background=_latest(lasting))
        self._case = CaseState(decisions=self.decisions)
        self._writer = LetterWriter(served, client)

    def case_file(self, what_if: Callable[[], WhatIf | None], language: Language) -> CaseFileView:
        """Return the case file of the visitor's client, which can keep a what-if."""
        held = HeldFileView(decisions=self.decisions, writer=self._writer, language=language)
        return CaseFileView(state=self._case, what_if=what_if, held=held, language=language)

    def letter(self, language: Language) -> LetterView:
        """Return the letter to the visitor's client."""
        return LetterView(decisions=self.decisions, writer=self._writer, language=language)

    def set_language(self, language: Language) -> None:
        """Put the desk into a language; the proposal on screen has been shown in it too, and that is kept."""
        for view in self.views:
            view.language = language
        self.decisions.look_up()

    def show_desk(self, column: pn.Column, language: Language, *, shown: bool) -> None:
        """Read what waits and what was done today, and show it at the end of a column."""
        if self.decisions.lasting is None:
            return
        if not self.views:
            self.views.append(DeskView(state=self._desk, language=language))
            column.append(self.views[0])
        self.views[0].shown = shown
        self._desk.read()


def _in_order(lasting: Callable[[], JournalLog] | None) -> Background:
    """Return what runs work that writes into the journal beside the event loop: all of it, in its order."""
    return OrderedWork(lasting or (lambda: None), JOURNAL).begin


def _latest(lasting: Callable[[], JournalLog] | None) -> Background:
    """Return what runs work that reads the journal beside the event loop; what was asked for last is shown."""
    latest = LatestWork(JOURNAL)

    def run(work: Callable[[], Any], finish: Callable[[Any], None]) -> None:
        latest.begin(lambda _: work(), finish, prepare=lasting or (lambda: None))

    return run
