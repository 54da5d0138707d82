"""A letter says what the product says of the client, all that the law asks for, and nothing that it may not."""

from __future__ import annotations

import io
import itertools
import re
from datetime import date
from typing import Any, cast

import pytest
from pypdf import PdfReader

from credit_panel.documents.lender import Lender
from credit_panel.documents.letter import letter_content, letter_pdf
from credit_panel.documents.typesetting import typeset
from credit_panel.errors import LetterError, UnknownClientError
from credit_panel.home_credit import CLIENT
from credit_panel.home_credit.catalogue import THEMES
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome, points_otherwise, reasons_of, recourse
from credit_panel.scoring.proposal_words import proposal_words
from credit_panel.scoring.themes import MOST_REASONS, SENSITIVE
from credit_panel.scoring.withheld import usual_scores

DAY = date(2026, 11, 29)
LENDER = Lender("Prêt à dépenser", "1 rue Neuve; Lyon", "droits@pret.example", "Fichier national", "Point Conseil")
OUTCOMES = list(Outcome)
NUMBER = re.compile(r"\d(?:[\d.,\s]*\d)?")


def text_of(pdf: bytes) -> str:
    """Return what a PDF says, without the breaks of its lines and pages, nor what stands at the foot of each."""
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    bare = [re.sub(r"(Case|Dossier)\d+/\d+$", "", page) for page in pages]
    return bare[0] + "".join(re.sub(r"^(DONNÉESSYNTHÉTIQUES|SYNTHETICDATA)", "", page) for page in bare[1:])


def strings(content: object) -> list[str]:
    """Return every text of a letter's content."""
    if isinstance(content, str):
        return [content]
    if isinstance(content, dict):
        return [text for name, value in content.items() if name not in ("lang", "day") for text in strings(value)]
    return [text for value in cast("list[Any]", content) for text in strings(value)] if content else []


def some(served: ServedModel, outcome: Outcome, most: int) -> list[int]:
    """Return clients of an outcome, from all over the portfolio."""
    found = served.portfolio.select(_is(outcome), [CLIENT])[CLIENT].to_list()
    return [int(each) for each in found[:: max(1, len(found) // most)][:most]]


def _is(outcome: Outcome) -> Any:
    import polars as pl

    return pl.col("outcome") == str(outcome)


def numbers_of(served: ServedModel, client_id: int, t: Translator) -> set[str]:
    """Return every number that a letter may give, worked out from the scorer and the client's row, as it is written."""
    explanation, client = served.explain_client(client_id), served.portfolio.client(client_id)
    row, scale = client.row(0, named=True), served.scorer.scale
    shares = (explanation.probability, explanation.low, explanation.high, explanation.threshold)
    told = [t.percent(share) for share in shares]
    told += [t.number(explanation.points), t.number(scale.points_of_probability(explanation.threshold))]
    told += [t.number(sum(c.value is not None for c in explanation.contributions))]
    for c in explanation.contributions:
        told += [t.value(c.feature, c.value, c.absence), t.value(c.feature, c.reference), t.label(c.feature)]
    told += [t.label(f"EXT_SOURCE_{n}") for n in (1, 2, 3)]
    told += [t.value(f"EXT_SOURCE_{n}", row[f"EXT_SOURCE_{n}"]) for n in (1, 2, 3)]
    reasons = reasons_of(explanation)
    told += [t.number(points) for points in points_otherwise(served.scorer, client, reasons).values()]
    told += [
        t.number(abs(reason.points) + off) for reason in (*reasons.adverse, *reasons.supporting) for off in (-1, 0, 1)
    ]
    if explanation.outcome is not Outcome.ACCEPT:
        told += [words for each in recourse(served.scorer, client, served.tariff) for words in proposal_words(each, t)]
        usual = usual_scores(client, served.scorer.features, served.scorer.manifest.reference)
        told += [t.number(value, 2) for value in usual.values()]
    stamp = explanation.model
    told += [stamp.version, stamp.name, served.identity, t.date(stamp.trained_at), t.date(DAY.isoformat())]
    told += [str(client_id), "0", "1", *LENDER.lines("address", t)]
    return {found for text in told for found in NUMBER.findall(text)}


def check(served: ServedModel, client_id: int, language: Language) -> None:
    """Hold one letter against the client."""
    t = translator(language)
    content = letter_content(served, client_id, t, LENDER, DAY)
    explanation = served.explain_client(client_id)
    said = text_of(letter_pdf(served, client_id, language, LENDER, DAY))
    texts = strings(content)
    for text in texts:
        assert "".join(text.split()) in said, text
    strange = {n for text in texts for n in NUMBER.findall(text)} - numbers_of(served, client_id, t)
    assert not strange, (client_id, language, strange)

    plain = " ".join(texts)
    reasons = reasons_of(explanation)
    told = reasons.supporting if explanation.outcome is Outcome.ACCEPT else reasons.adverse
    items = next(
        s["items"]
        for s in content["sections"]
        if s["title"] in (t.gettext("The main reasons"), t.gettext("What counted most in your favour"))
    )
    assert [item[0].startswith(THEMES[r.theme][language]) for item, r in zip(items, told, strict=True)] == [True] * len(
        told
    )
    assert len(items) <= MOST_REASONS
    for name in SENSITIVE & {c.feature for c in explanation.contributions}:
        named = re.compile(rf":\s{re.escape(t.label(name))}\s?:", re.IGNORECASE)  # "Situation (+ 3 points): age: 29"
        assert not [item for item in items if named.search(item[0])]
    for word in (
        ("automatisé", "droit", "point de vue") if language == "fr" else ("automated", "right", "point of view")
    ):
        assert word in plain
    assert LENDER.contact in plain
    assert LENDER.database in plain
    assert (LENDER.debt_advice in plain) == (explanation.outcome is Outcome.REFUSE)
    assert content["reference"][1].endswith(str(client_id))


@pytest.mark.parametrize(("language", "outcome"), list(itertools.product(LANGUAGES, OUTCOMES)))
def test_a_letter_is_the_client_s(served_model: ServedModel, language: Language, outcome: Outcome) -> None:
    clients = some(served_model, outcome, 5)
    assert clients
    for client_id in clients:
        check(served_model, client_id, language)


@pytest.mark.slow
def test_so_are_five_hundred(served_model: ServedModel) -> None:
    for outcome, language in itertools.product(OUTCOMES, LANGUAGES):
        for client_id in some(served_model, outcome, 84):
            check(served_model, client_id, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_is_the_proposal(served_model: ServedModel, language: Language) -> None:
    titles = set()
    for outcome in OUTCOMES:
        client_id = some(served_model, outcome, 1)[0]
        titles.add(letter_content(served_model, client_id, translator(language), LENDER, DAY)["title"])
    assert len(titles) == len(OUTCOMES)


def test_same_input_same_bytes(served_model: ServedModel) -> None:
    client_id = some(served_model, Outcome.REFUSE, 1)[0]
    first = letter_pdf(served_model, client_id, "fr", LENDER, DAY)
    assert letter_pdf(served_model, client_id, "fr", LENDER, DAY) == first
    assert letter_pdf(served_model, client_id, "en", LENDER, DAY) != first
    assert letter_pdf(served_model, client_id, "fr", LENDER, date(2026, 11, 30)) != first


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged(served_model: ServedModel, language: Language) -> None:
    client_id = some(served_model, Outcome.REFUSE, 1)[0]
    reader = PdfReader(io.BytesIO(letter_pdf(served_model, client_id, language, LENDER, DAY)))
    root = cast("Any", reader.trailer["/Root"])
    title = letter_content(served_model, client_id, translator(language), LENDER, DAY)["title"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert cast("Any", reader.metadata).title == title
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    tags = list(tags_in(root["/StructTreeRoot"]))
    assert tags.count("/H1") == 1
    assert tags.count("/H2") >= 6
    assert tags.count("/Table") == 1
    assert tags.count("/TH") == 2
    assert {"/L", "/LI", "/TD", "/P"} <= set(tags)


def tags_in(node: Any) -> list[str]:
    """Return the tags of a structure in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        return [tag for child in node for tag in tags_in(child)]
    if not hasattr(node, "get"):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (tags_in(node["/K"]) if "/K" in node else [])


def test_settings_are_text_and_no_markup(served_model: ServedModel) -> None:
    client_id = some(served_model, Outcome.REFUSE, 1)[0]
    nasty = Lender(
        "=cmd() #let x = 1", "*bold* $x^2$; \\u{41} <b>", '#read("/etc/passwd")', "@label // gone?", "#panic()"
    )
    said = text_of(letter_pdf(served_model, client_id, "en", nasty, DAY))
    for text in (
        "=cmd() #let x = 1",
        "*bold* $x^2$",
        "\\u{41} <b>",
        '#read("/etc/passwd")',
        "@label // gone?",
        "#panic()",
    ):
        assert "".join(text.split()) in said
    letters = Lender("בנק לדוגמה", "Łódź", "Ελλάδα", "Банк", "x")
    assert "Łódź" in text_of(letter_pdf(served_model, client_id, "fr", letters, DAY))


def test_a_letter_that_no_font_has_is_an_error(served_model: ServedModel) -> None:
    client_id = some(served_model, Outcome.ACCEPT, 1)[0]
    with pytest.raises(LetterError, match="could not be displayed"):
        letter_pdf(served_model, client_id, "fr", Lender(name="漢字銀行"), DAY)


def test_marks(served_model: ServedModel) -> None:
    client_id = some(served_model, Outcome.ACCEPT, 1)[0]
    assert served_model.scorer.manifest.stamp.synthetic
    for language, synthetic, specimen in (
        ("fr", "DONNÉES SYNTHÉTIQUES", "SPÉCIMEN"),
        ("en", "SYNTHETIC DATA", "SPECIMEN"),
    ):
        t = translator(cast("Language", language))
        assert letter_content(served_model, client_id, t, LENDER, DAY)["marks"] == [synthetic]
        content = letter_content(served_model, client_id, t, Lender(), DAY)
        assert content["marks"] == [synthetic, specimen]
        pages = PdfReader(io.BytesIO(typeset("letter.typ", content))).pages
        for page in pages:
            said = "".join(page.extract_text().split())
            assert synthetic.replace(" ", "") in said
            assert specimen in said


def test_nobody_gets_none(served_model: ServedModel) -> None:
    with pytest.raises(UnknownClientError):
        letter_pdf(served_model, 1, "fr", LENDER, DAY)
