"""A page server that has a second one score what is typed, through a door at which everything may happen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from remote.faulty_door import Door, standing

from credit_panel.features import RAW_FIELDS
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from pages.conftest import IDLE, SIZES
from pages.serving import ServerStoppedError, serving
from pages.sound import expect_sound
from pages.test_application import APPLICATION, box, fill_in, type_in
from pages.test_what_if import expect_result, lever, scored, type_value

pytestmark = [pytest.mark.ui, pytest.mark.long]
UNREACHABLE = "The scoring service is unreachable. What you typed is kept: try again in a moment."


@pytest.fixture(scope="module")
def door(server: str) -> Iterator[Door]:
    """In front of the session's server, which scores."""
    with standing(server) as door:
        yield door


@pytest.fixture(scope="module")
def in_front(settings: Settings, door: Door, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the page server."""
    log = tmp_path_factory.mktemp("in_front") / "log.txt"
    with serving(settings, log, environ={"CREDIT_PANEL_API_URL": door.address}) as address:
        yield address
    assert "Traceback" not in log.read_text()
    assert "450000" not in log.read_text()


def arrive(
    browser: Browser,
    address: str,
    *,
    lang: str = "en-GB",
    size: str = "desktop",
    theme: str = "light",
    path: str = "application",
) -> Page:
    width, height = SIZES[size]
    page = browser.new_context(
        locale=lang,
        color_scheme=theme,
        viewport={"width": width, "height": height},  # type: ignore[arg-type]
    ).new_page()
    page.goto(f"{address}/{path}")
    page.wait_for_function(IDLE, timeout=60_000)
    return page


def test_what_is_typed_is_scored_there_and_kept_while_it_is_down(
    browser: Browser, in_front: str, door: Door, served: ServedModel
) -> None:
    door.faults, door.asked = [], 0
    page, t = arrive(browser, in_front), translator("en")
    fill_in(page)
    probability = page.locator(".probability b")
    expect(probability).to_have_text(t.percent(served.explain_application(APPLICATION).probability))
    assert door.asked >= 1
    door.faults = ["503"]
    type_in(page, AMT_CREDIT="300000")
    alert = page.get_by_role("alert").filter(has_text=UNREACHABLE)
    expect(alert).to_be_visible()
    expect(page.get_by_text("The score below is that of before the last change")).to_be_visible()
    expect(box(page, "AMT_CREDIT")).to_have_value(re.compile("300.?000"))
    expect_sound(page)
    type_in(page, EXT_SOURCE_2="0.7")
    door.faults = ["cut"]
    page.get_by_role("button", name="Try again").click()
    expect(alert).to_be_visible()
    door.faults = []
    now = t.percent(
        served.explain_application({**APPLICATION, "AMT_CREDIT": 300_000.0, "EXT_SOURCE_2": 0.7}).probability
    )
    assert again_until(page, alert)
    expect(probability).to_have_text(now)
    page.context.close()


def test_the_sentence_is_told_in_french_on_a_telephone(browser: Browser, in_front: str, door: Door) -> None:
    door.faults = ["401"]
    page = arrive(browser, in_front, lang="fr-FR", size="phone", theme="dark")
    box(page, "NAME_CONTRACT_TYPE").select_option("Cash loans")
    type_in(page, AMT_CREDIT="450000", AMT_INCOME_TOTAL="150000", DAYS_BIRTH="42")
    expect(page.get_by_role("alert").filter(has_text="refuse l’accès à ce serveur")).to_be_visible()
    expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
    expect_sound(page)
    door.faults = []
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".probability b")).to_be_visible()
    page.context.close()


def again_until(page: Page, alert: Locator) -> bool:
    """Ask again until all is well: the circuit breaker asks nobody for some seconds."""
    for _ in range(40):
        page.get_by_role("button", name="Try again").click()
        page.wait_for_timeout(500)
        if not alert.is_visible():
            return True
    return False


def test_a_what_if_is_scored_there_and_kept_while_it_is_down(
    browser: Browser, in_front: str, door: Door, served: ServedModel
) -> None:
    door.faults, door.asked = [], 0
    client = int(served.portfolio.ids[0])
    page = arrive(browser, in_front, path=f"client#client={client}&tab=what-if")
    expect_result(page, scored(served, client))
    assert door.asked == 0
    type_value(page, "AMT_CREDIT", "300000")
    expect_result(page, scored(served, client, AMT_CREDIT=300_000.0))
    assert door.asked == 1
    door.faults = ["503"]
    type_value(page, "AMT_CREDIT", "250000")
    alert = page.get_by_role("alert").filter(has_text="The scoring service is unreachable. What you changed is kept")
    expect(alert).to_be_visible()
    expect(lever(page, "AMT_CREDIT")[1]).to_have_value(re.compile("250.?000"))
    expect(page.locator(".effects").get_by_text("The score below is that of before the last change")).to_be_visible()
    expect_result(page, scored(served, client, AMT_CREDIT=300_000.0))
    expect_sound(page)
    door.faults = []
    assert again_until(page, alert)
    expect_result(page, scored(served, client, AMT_CREDIT=250_000.0))
    page.context.close()


def test_a_file_is_scored_there_and_kept_while_it_is_down(
    browser: Browser, in_front: str, door: Door, served: ServedModel, tmp_path: Path
) -> None:
    frame = pl.read_parquet(served.portfolio.folder / "applications.parquet").select("SK_ID_CURR", *RAW_FIELDS).head(20)
    (tmp_path / "some.csv").write_text(frame.write_csv())
    page = arrive(browser, in_front, path="application#tab=file")
    door.faults = ["cut"]
    page.locator("input[type=file]").first.set_input_files(tmp_path / "some.csv")
    alert = page.get_by_role("alert").filter(has_text="The scoring service is unreachable. The file is kept")
    expect(alert).to_be_visible()
    door.faults, door.asked = [], 0
    assert again_until(page, alert)
    expect(page.get_by_text("20 applications were scored")).to_be_visible()
    assert door.asked >= 1
    page.context.close()


def test_a_server_that_serves_something_else_is_refused_at_start(settings: Settings, tmp_path: Path) -> None:
    with standing() as door:
        door.faults = ['{"identity": "of another"}']
        server = serving(settings, tmp_path / "log.txt", environ={"CREDIT_PANEL_API_URL": door.address})
        with pytest.raises(ServerStoppedError, match="serve the same model, policy and portfolio on both") as stopped:
            server.__enter__()
    assert stopped.value.code == 2
    assert "Traceback" not in str(stopped.value)
