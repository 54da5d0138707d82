"""French that readers stumbled over stays away, from messages and from the catalogue of fields: one word a notion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import credit_panel
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.catalogue.categories import CATEGORIES

PO = Path(credit_panel.__file__).parent / "locale/fr/LC_MESSAGES/credit_panel.po"
UNWANTED = {
    r"\busuel": "habituel",
    r"comme d.usage": "habituel",
    r"\bd.habitude\b": "en général",
    r"de cette façon\b": "dans ces conditions",
    r"c.est (plus|moins) des ": "plus que, moins que",
    r"accord donné \d": "part d'accords",
    r"à l.heure\b": "à temps",
    r"tout remettre": "tout réinitialiser",
    r"mise en regard": "croiser avec",
    r"caractéristiques les plus fortes": "ce qui pèse le plus",
    r"élevé(e|s)? que pour \d": "que chez",
    r"dans le même tiers sur": "pour les deux critères",
    r"\bdessinés, \d|hors des axes": "affichés, hors cadre",
    r"divis\w+ par deux la cote": "à peu près par deux le risque",
    r"ne la lit pas\b(?!.)": "non utilisée telle quelle",
    r"agir dessus": "agir sur ce point",
    r"abandonner": "ne plus utiliser",
    r"\b(politique|seuil|rapport|modèle) livrée?\b|pour l[ea] livrer": "en vigueur, appliquer",
    r"le sort des groupes": "résultats par groupe",
    r"\btrahit": "révèle indirectement",
    r"\ben parquet": "au format Parquet",
    r"\b\d+e centile": "ᵉ",
    r"\b0 segments": "aucun segment",
    r"valeur valable": "valeur correcte",
    r"\bnon connu": "inconnu",
    r"\bratios?\b": "rapport",
    r"hors pli\b": "hors échantillon",
    r"\bla graine\b(?! aléatoire)": "graine aléatoire",
    r"à gradient boosté": "boostés par gradient",
    r"associé commercial": "salarié du commerce",
    r"bureau de crédit": "fichier des crédits",
    r"crédits? à échéances": "crédit amortissable",
    r"\bdéfaillant": "en défaut",
    r"\ble conseiller\b(?! ou)|\bun conseiller\b(?! ou)": "une forme double ou neutre",
    r"\bpar un calibration": "une calibration",
    r"\bcaractéristiques?\b(?! protégées?)": "variable",
    r"\bobservée?s?\b": "constaté",
    r"(\bà l.|\bun |d.)examen\b": "étude, à étudier",
    r"\barriéré": "en retard, impayé",
    r"\blog-cote|doublent la cote": "logit, diviser à peu près par deux le risque",
    r"qui l.administre|exploitent le serveur": "la personne qui gère le serveur",
    r"mode client\b": "vue client",
    r"^(réviseur|auditeur|administrateur)$": "une forme double ou neutre",
}
"""What is not to be read, and what is in its place."""


def french() -> Iterator[str]:
    with PO.open("rb") as po:
        for message in read_po(po, locale="fr"):
            if message.id:
                yield from [message.string] if isinstance(message.string, str) else message.string
    for field in FIELDS.values():
        yield field.label["fr"]
        yield "" if field.help is None else field.help["fr"]
    for theme in THEMES.values():
        yield theme["fr"]
    for levels in CATEGORIES.values():
        yield from (words["fr"] for words in levels.values())


def plain(text: str) -> str:
    """Return a text without the names to fill, with one kind of gap."""
    return re.sub(r"\s+", " ", re.sub(r"\{\w+\}", "0", text))


@pytest.mark.parametrize("unwanted", UNWANTED)
def test_no_text_reads_as_people_would_not_say_it(unwanted: str) -> None:
    found = [text for text in map(plain, french()) if re.search(unwanted, text, re.IGNORECASE)]
    assert found == [], f"better: {UNWANTED[unwanted]}"


def test_every_occupation_and_status_has_a_neutral_or_a_double_form() -> None:
    names = [words["fr"] for words in CATEGORIES["OCCUPATION_TYPE"].values()]
    assert len(names) > 10
    assert [
        name for name in names if re.search(r"\b(ouvriers|vendeurs|cadres|chauffeurs)\b", name, re.IGNORECASE)
    ] == []


PROPER = re.compile(
    "Brier|Chouldechova|Chromium|Consumer|Credit|Default|Risk|Défenseur|Elkan|Entrée|Equal|Excel|Fair|France|Gini|Home|"
    "Kleinberg|Kolmogorov|Lundberg|Mo|Opportunity|Panel|Paris|Parquet|Platt|Protection|Reporting|Safari|Shapley|Smirnov|"
    "Swagger|Tab|Tree|Échap|États"
)
"""What bears its capital wherever it stands: people, places, laws, programs, keys, and the unit of megabytes."""

QUOTED = ("« Parmi toutes les demandes »", "(Libre réponse 71120", "l’onglet Simulation")
"""What is named as it reads elsewhere: on a button, on an envelope, on a tab."""


def test_no_capital_stands_inside_a_sentence() -> None:
    texts = [re.sub(r"\s", " ", text).replace("'", "’") for text in french()]
    for quoted in QUOTED:
        texts = [text.replace(quoted, "") for text in texts]
    inside = re.compile(r"(?:[a-zà-ÿ0-9,;:}] (?:« )?|[’(])([A-ZÀ-Ý][a-zà-ÿ]+)")
    found = [(word, text) for text in texts for word in inside.findall(text) if not PROPER.fullmatch(word)]
    assert found == []
