"""The client's view of a server with a code: its tab keeps to it, on every way there is, until the code is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from credit_panel.errors import SettingsError
from credit_panel.locale import translator
from credit_panel.pages.client_guard import ClientGuard
from credit_panel.portfolio import ServedModel
from credit_panel.server.server_settings import PIN_SETTING, client_mode_pin, setting_faults
from credit_panel.settings import Settings
from credit_panel.views import Header
from pages.conftest import IDLE
from pages.serving import serving
from pages.sound import expect_sound
from pages.test_client import clients

PIN = "48-éà"


def test_the_code_is_read_from_a_file_and_has_four_characters(tmp_path: Path) -> None:
    file = tmp_path / "pin"
    file.write_text(f"{PIN}\n", encoding="utf-8")
    assert client_mode_pin({f"{PIN_SETTING}_FILE": str(file)}) == PIN
    assert client_mode_pin({}) == ""
    with pytest.raises(SettingsError, match="shorter than 4"):
        client_mode_pin({PIN_SETTING: "123"})
    assert [PIN_SETTING in str(fault) for fault in setting_faults({PIN_SETTING: "123"})] == [True]


def test_only_the_code_leaves_and_tries_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PIN_SETTING, PIN)
    header = Header(language="en", mode="client")
    guard = ClientGuard(header, None, lambda: translator("en"))
    assert (header.guarded, guard.holds) == (True, True)
    assert not header.may_set("mode", "advisor")
    assert "Code" in header.words["leaving"]["password"]
    assert PIN not in str(header.param.values())

    def typed(serial: int, text: str) -> str:
        header.receive({"serial": serial, "password": text})
        return header.refused

    assert typed(1, "48-ea") == "This is not the code."
    assert typed(2, "") == "This is not the code."
    assert guard.holds
    typed(3, f" {PIN} ")
    assert (header.mode, header.refused) == ("advisor", "")
    header.mode = "client"
    said = [typed(serial, "guess") for serial in range(4, 16)]
    assert said[0] == "This is not the code."
    assert said[-1].startswith("Too many tries: wait")
    assert typed(16, PIN).startswith("Too many tries")


@pytest.fixture(scope="module")
def branch(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server that asks for a code and for no login."""
    folder = tmp_path_factory.mktemp("branch")
    (folder / "pin").write_text(PIN, encoding="utf-8")
    with serving(settings, folder / "log.txt", environ={f"{PIN_SETTING}_FILE": str(folder / "pin")}) as address:
        yield address
    assert "Traceback" not in (folder / "log.txt").read_text()


def expect_own_file_alone(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"numéro {number}")
    expect(page).to_have_url(re.compile(f"client={number}&mode=client"))
    expect(page.get_by_role("tab")).to_have_count(0)


@pytest.mark.long
@pytest.mark.ui
def test_a_reload_another_page_and_back_lead_to_the_client_s_view_until_the_code_is_typed(
    browser: Browser, branch: str, served: ServedModel
) -> None:
    first, second = clients(served)[:2]
    page = browser.new_context(locale="fr-FR").new_page()
    page.goto(f"{branch}/portfolio")
    page.goto(f"{branch}/client#client={first}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(first))
    page.get_by_role("button", name="Montrer au client").click()
    expect_own_file_alone(page, first)
    for address in ("client", f"client#client={second}", "portfolio", "model", f"application#from={second}"):
        page.goto("about:blank")
        page.goto(f"{branch}/{address}")
        expect_own_file_alone(page, first)
    page.evaluate(f"location.hash = 'client={second}'")
    expect_own_file_alone(page, first)
    page.reload()
    expect_own_file_alone(page, first)
    page.get_by_role("link", name="Glossaire").click()
    expect(page.get_by_role("heading", name="Glossaire", level=1)).to_be_visible()
    page.get_by_role("link", name="Dossier client").click()
    expect_own_file_alone(page, first)

    page.wait_for_function(IDLE)
    page.get_by_role("button", name="Vue conseil").click()
    expect(page.get_by_label("Code pour quitter la vue client")).to_be_focused()
    page.keyboard.type("0000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ce n’est pas le bon code.")).to_be_visible()
    expect_sound(page)
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Décision")).to_be_visible()
    page.goto(f"{branch}/client#client={second}")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(second))
    expect(page.get_by_role("tab", name="Décision")).to_be_visible()
    page.context.close()
