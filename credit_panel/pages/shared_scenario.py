"""The what-if of the client's page: built when first needed, kept in the address, and spoken as it changes."""

from __future__ import annotations

import param

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator, translator
from credit_panel.pages.scoring_service import asking, scoring_service
from credit_panel.pages.visitor_page import VisitorPage
from credit_panel.scoring import SETTLED_DEBT, Scenario, WhatIf
from credit_panel.scoring.lever_words import lever_label
from credit_panel.state import ClientState
from credit_panel.state.scenario import ScenarioState
from credit_panel.state.scenario_address import ReadScenario, decode_scenario, encode_scenario
from credit_panel.state.scenario_elsewhere import ScenarioElsewhere
from credit_panel.views.client.announcements import result_sentence

PART = "what-if"
"""Name of the what-if in the address."""


class SharedScenario:
    """One visitor's what-if, which the address restores, on Back and Forward too.

    Parameters
    ----------
    page
        Whose address it stands in.
    client
        The client it changes.
    """

    def __init__(self, page: VisitorPage, client: ClientState) -> None:
        self._page = page
        self._client = client
        self._state: ScenarioState | None = None
        client.param.watch(self._forget_notice, "client_id")

    @property
    def state(self) -> ScenarioState:
        """The scenario, that of the address when it is first asked for."""
        if self._state is None:
            there = scoring_service(self._client.served)
            if there is None:
                self._state = ScenarioState(client=self._client)
            else:
                self._state = ScenarioElsewhere(client=self._client, elsewhere=there.what_if, background=asking())
            self._read()
            self._state.param.watch(self._write, "scenario")
            self._state.param.watch(self._announce, "result")
        return self._state

    @property
    def settled(self) -> WhatIf | None:
        """The result of what is changed now; None until there is one."""
        return self.state.result if self.state.current else None

    def follow(self) -> None:
        """Take the what-if of a new address, if a view has asked for one."""
        if self._state is not None:
            self._read()

    def _read(self) -> None:
        if self._state is None or self._client.unknown or self._client.explanation is None:
            return
        text = self._page.parts.get(PART, "")
        if text == encode_scenario(self._state.scenario):
            return
        read = decode_scenario(text)
        self._state.restore(read.scenario)
        self._page.header.notice = notice(read, translator(self._page.language))
        if read.ignored or not read.readable:
            self._page.write(**{PART: encode_scenario(self._state.scenario)})

    def _forget_notice(self, _: param.parameterized.Event) -> None:
        self._page.header.notice = ""

    def _write(self, event: param.parameterized.Event) -> None:
        # another client's address is written by the page, which takes the what-if out with the same stroke
        if not self._page.following and self._page.parts.get("client") == str(self._client.client_id):
            self._page.write(**{PART: encode_scenario(event.new)})

    def _announce(self, event: param.parameterized.Event) -> None:
        """Have the result of a change spoken; that of another client is spoken with the client."""
        result = event.new
        if result is not None and (result.scenario != Scenario() or (event.old and event.old.before is result.before)):
            self._page.announce(result_sentence(result, translator(self._page.language)))


def notice(read: ReadScenario, t: Translator) -> str:
    """Return what of an address could not be used, as a sentence; empty when all could."""
    if not read.readable:
        return t.gettext("The what-if in the address cannot be read: the application is shown as it is.")
    if not read.ignored:
        return ""
    named = [
        lever_label(name, t) if name in FIELDS or name == SETTLED_DEBT else f"“{name[:40]}”" for name in read.ignored
    ]
    return t.gettext(
        "Part of the what-if in the address cannot be used and is left out: {fields}.", fields=", ".join(named[:5])
    )
