"""The files of Panel's components are looked up once, and are the same as those that Panel finds each time."""

from __future__ import annotations

import panel_material_ui  # noqa: F401 - its components are those with files
import pytest
from panel.io.resources import Resources

from credit_panel.pages.component_files import remember_component_files


def test_every_visitor_gets_the_files_that_panel_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    panels_own = Resources.extra_resources
    monkeypatch.setattr(Resources, "extra_resources", panels_own)
    page = Resources(mode="server")
    expected = {kind: getattr(page, kind) for kind in ("css_files", "js_files", "js_modules")}
    remember_component_files()
    assert Resources.extra_resources is not panels_own
    for _ in range(2):
        assert {kind: getattr(page, kind) for kind in expected} == expected
    assert len(expected["css_files"]) > 1


def test_what_is_remembered_is_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []
    monkeypatch.setattr(Resources, "extra_resources", lambda self, found, kind: searched.append(kind))
    remember_component_files()
    remember_component_files()  # a second warm start changes nothing
    for _ in range(3):
        _ = Resources(mode="server").css_files
    assert len(searched) == len(set(searched)) > 0
