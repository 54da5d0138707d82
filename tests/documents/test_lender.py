"""What the settings say of the lender, and what they may not hold."""

from __future__ import annotations

import pytest

from credit_panel.documents.lender import Lender
from credit_panel.errors import SettingsError
from credit_panel.home_credit.catalogue.jurisdictions import Jurisdiction
from credit_panel.locale import translator

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
