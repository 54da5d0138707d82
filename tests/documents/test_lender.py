"""What the settings say of the lender, and what they may not hold."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from credit_panel.documents.lender import Lender
from credit_panel.documents.letter import letter_content, letter_pdf
from credit_panel.errors import LetterError, SettingsError
from credit_panel.home_credit.catalogue.jurisdictions import Jurisdiction
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel

T = translator("en")


def test_settings_are_read_and_missing_ones_are_placeholders() -> None:
    lender = Lender.from_env({"CREDIT_PANEL_LENDER_NAME": " Bank; Branch ", "CREDIT_PANEL_LENDER_ADDRESS": ";"})
    assert lender.lines("name", T) == ["Bank", "Branch"]
    assert lender.text("name", T) == "Bank, Branch"
    assert lender.lines("address", T) == ["[Address of the lender]"]
    assert not lender.is_complete_for("FR")


@pytest.mark.parametrize(
    ("law", "last"), [("FR", "DEBT_ADVICE"), ("DE", "DEBT_ADVICE"), ("none", "DEBT_ADVICE"), ("US", "AGENCY")]
)
def test_what_a_letter_says_of_the_lender_goes_by_the_jurisdiction(law: Jurisdiction, last: str) -> None:
    names = ("NAME", "ADDRESS", "CONTACT", "DATABASE", last)
    told = {f"CREDIT_PANEL_LENDER_{name}": "x" for name in names}
    assert Lender.from_env(told).is_complete_for(law)
    for name in told:
        assert not Lender.from_env({**told, name: ""}).is_complete_for(law)


@pytest.mark.parametrize("bad", ["a\u202eb", "a\0b", "a\nb", "a\u200bb", "x" * 501])
def test_what_nobody_sees_or_reads_is_refused(bad: str) -> None:
    with pytest.raises(SettingsError, match="CREDIT_PANEL_LENDER_CONTACT h"):
        Lender.from_env({"CREDIT_PANEL_LENDER_CONTACT": bad})


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>'
DAY = date(2026, 11, 30)


def with_logo(tmp_path: Path, content: bytes) -> dict[str, str]:
    file = tmp_path / "logo"
    file.write_bytes(content)
    return {"CREDIT_PANEL_LENDER_LOGO": str(file), "CREDIT_PANEL_LENDER_NAME": "Prêt à dépenser"}


def test_a_letter_bears_the_logo_and_the_lender_s_own_words(served_model: ServedModel, tmp_path: Path) -> None:
    words = {"CREDIT_PANEL_LENDER_GREETING_EN": "Dear client,", "CREDIT_PANEL_LENDER_CLOSING_EN": "Yours;The bank"}
    lender, client = Lender.from_env(with_logo(tmp_path, SVG) | words), int(served_model.portfolio.ids[0])
    content = letter_content(served_model, client, T, lender, DAY)
    assert content["sections"][0]["lines"] == ["Dear client,"]
    assert ["Yours", "The bank"] in [section["lines"] for section in content["sections"]]
    french = letter_content(served_model, client, translator("fr"), lender, DAY)
    assert "Dear client," not in str(french)
    pdf = letter_pdf(served_model, client, "en", lender, DAY)
    assert pdf == letter_pdf(served_model, client, "en", lender, DAY)
    figures = [
        tag for tag in tags(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]) if tag[0] == "/Figure"
    ]
    assert figures == [("/Figure", "Prêt à dépenser")]


def tags(node: object) -> list[tuple[str, object]]:
    """Return the name and the alternative text of each element of a document's structure."""
    node = getattr(node, "get_object", lambda: node)()
    if isinstance(node, list):
        return [tag for kid in node for tag in tags(kid)]
    if not isinstance(node, dict):
        return []
    own = [(str(node["/S"]), node.get("/Alt"))] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize(
    ("content", "says"), [(b"GIF89a", "neither SVG nor PNG"), (SVG + b" " * 100_000, "larger than 100 kB")]
)
def test_a_logo_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        Lender.from_env(with_logo(tmp_path, content))
    with pytest.raises(SettingsError, match="cannot be read"):
        Lender.from_env({"CREDIT_PANEL_LENDER_LOGO": str(tmp_path / "absent")})


def test_a_damaged_logo_is_a_sentence(served_model: ServedModel, tmp_path: Path) -> None:
    lender = Lender.from_env(with_logo(tmp_path, SVG[:60]))
    with pytest.raises(LetterError, match="a logo that can be drawn"):
        letter_pdf(served_model, int(served_model.portfolio.ids[0]), "en", lender, DAY)


def test_the_procedure_and_who_hears_complaints_are_the_lender_s(served_model: ServedModel) -> None:
    client = int(served_model.portfolio.ids[0])
    own = {"PROCEDURE_EN": "Write to our rights desk;We answer within a month.", "COMPLAINTS": "The mediator;12 Road"}
    lender = Lender.from_env({f"CREDIT_PANEL_LENDER_{name}": text for name, text in own.items()})
    rights = next(s for s in letter_content(served_model, client, T, lender, DAY)["sections"] if "right" in s["title"])
    assert rights["after"][1:] == [
        "Write to our rights desk",
        "We answer within a month.",
        f"The number of your case is {client}.",
        "If our answer does not satisfy you, you can turn to: The mediator, 12 Road.",
    ]
    plain = next(s for s in letter_content(served_model, client, T, Lender(), DAY)["sections"] if "right" in s["title"])
    assert len(plain["after"]) == 2
    assert plain["after"][1].startswith("How to proceed")
