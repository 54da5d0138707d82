"""French reads as printed: curled apostrophes, no line breaks before its high punctuation; labels fit sentences."""

from __future__ import annotations

from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS, THEMES
from credit_panel.locale import translator
from credit_panel.locale.typography import french_print, lower_first

NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def test_what_is_typed_is_printed() -> None:
    assert french_print("L'aire : 5 % ; « bien » ?") == (f"L’aire{WIDE}: 5{WIDE}%{NARROW}; «{WIDE}bien{WIDE}»{NARROW}?")


def test_what_is_printed_stays() -> None:
    printed = french_print("L'accord de « {name} » ; d'abord : oui !")
    assert french_print(printed) == printed


def test_messages_are_printed() -> None:
    assert translator("fr").gettext("The explanation") == "L’explication"
    assert translator("en").gettext("A client's file") == "A client's file"


def test_the_catalogue_of_fields_is_printed() -> None:
    labels = [field.label["fr"] for field in FIELDS.values()] + [words["fr"] for words in THEMES.values()]
    helps = [field.help["fr"] for field in FIELDS.values() if field.help]
    levels = [words["fr"] for column in CATEGORIES.values() for words in column.values()]
    assert [text for text in labels + helps + levels if french_print(text) != text] == []


def test_a_label_inside_a_sentence_begins_small_unless_it_is_an_acronym() -> None:
    assert lower_first("Revenu déclaré") == "revenu déclaré"
    assert lower_first("PDF") == "PDF"
