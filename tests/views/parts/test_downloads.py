"""Every file below a figure, read back as a spreadsheet of its language reads it, holds the numbers on screen."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote

import pytest

from credit_panel.charts.figure import Table
from credit_panel.charts.number_table import number_columns
from credit_panel.locale import Language, Translator, translator
from credit_panel.locale.quantity import Quantity
from credit_panel.portfolio import Between, ServedModel
from credit_panel.state import ClientState, CohortState
from credit_panel.state.brush import BrushState
from credit_panel.state.comparison import ComparisonState
from credit_panel.state.model_policy import PolicyState
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.client.decision import DecisionView
from credit_panel.views.client.history import HistoryView
from credit_panel.views.client.why import WhyView
from credit_panel.views.compare.view import CompareView
from credit_panel.views.model.cost import CostView
from credit_panel.views.model.fairness import FairnessView
from credit_panel.views.model.importance import ImportanceView
from credit_panel.views.model.performance import PerformanceView
from credit_panel.views.portfolio.cohort_figures import CohortFiguresView
from credit_panel.views.portfolio.heatmap import RateMapView
from credit_panel.views.portfolio.linked_numbers import LinkedNumbers
from credit_panel.views.what_if.view import WhatIfView

FIGURES_AT_LEAST = 20
ROWS_READ = 25


def draw_all(served: ServedModel, language: Language) -> None:
    client, cohort = ClientState(served), CohortState(served)
    client.open(int(served.portfolio.ids[0]))
    cohort.where("points", Between(500, 620))
    brush, scenario = BrushState(cohort=cohort), ScenarioState(client=client)
    scenario.change("AMT_CREDIT", (scenario.own("AMT_CREDIT") or 0) * 0.9)
    for feature in ("AMT_CREDIT", "DAYS_EMPLOYED", "NAME_INCOME_TYPE", "EXT_SOURCE_2"):
        comparison = ComparisonState(client=client, cohort=cohort)
        if feature in comparison.offered:
            comparison.feature = feature
        CompareView(comparison=comparison, language=language)
    DecisionView(state=client, language=language)
    WhyView(state=client, language=language)
    for number in served.portfolio.ids[:6].tolist():
        client.open(number)
        HistoryView(state=client, language=language)
    WhatIfView(scenario=scenario, language=language)
    for view in (CohortFiguresView, LinkedNumbers, RateMapView):
        view(brush=brush, language=language)
    for view in (FairnessView, ImportanceView, PerformanceView):
        view(served=served, language=language)
    CostView(served=served, state=PolicyState(served), language=language)


def printed(number: float, cell: Quantity, t: Translator) -> set[str]:
    """Return the ways in which a number of the file is printed on screen."""
    if cell.unit == "%":
        return {t.percent(number / 100), t.percent(number / 100, cell.digits)}
    if cell.unit in ("days", "months", "years"):
        days = number * {"days": 1, "months": 30.4375, "years": 365.25}[cell.unit]
        return {
            t.duration(days),
            f"\N{MINUS SIGN}\N{NARROW NO-BREAK SPACE}{t.duration(days)}",
            t.number(number, cell.digits),
        }
    return {t.number(number, cell.digits), t.signed(number, cell.digits)}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_file_read_back_equals_what_is_on_screen(
    served: ServedModel, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    t, tables = translator(language), {}
    link = Table.csv_link

    def noted(table: Table, given: Translator) -> str:
        tables[table.columns] = table
        assert given is t
        return link(table, given)

    monkeypatch.setattr(Table, "csv_link", noted)
    draw_all(served, language)
    assert len(tables) >= FIGURES_AT_LEAST
    for table in list(tables.values()):
        address = unquote(table.csv_link(t))
        kind, _, text = address.partition(",")
        assert kind == "data:text/csv;charset=utf-8"
        assert text.startswith("\N{BYTE ORDER MARK}")
        heading, *rows = csv.reader(io.StringIO(text[1:]), delimiter=";" if language == "fr" else ",")
        assert len(rows) == len(table.rows)
        assert {len(row) for row in rows} == {len(heading)}
        places = iter(range(len(heading)))
        for column in number_columns(table.columns, table.rows):
            place = next(at for at in places if heading[at].startswith(column.name.lstrip("'")))
            every = max(len(rows) // ROWS_READ, 1)
            for shown, cell in zip(column.cells[::every], (row[place] for row in rows[::every]), strict=True):
                if isinstance(shown, Quantity):
                    assert re.fullmatch(r"-?\d+(,\d+)?" if language == "fr" else r"-?\d+(\.\d+)?", cell), (shown, cell)
                    number = float(cell.replace(",", "."))
                    short = re.search(r"[kM]$", shown)
                    assert short or str(shown) in printed(number, shown, t) or "×" in shown or shown[-1].isalpha()
                else:
                    assert cell in (str(shown), f"'{shown}")
        assert table.frame.height == len(rows)


def test_units_stand_in_the_heading_or_beside_the_numbers() -> None:
    t = translator("fr")
    rows = (
        ("Âge", t.duration(14_600), t.percent(0.09), t.signed(-13, 1)),
        ("Montant", t.number(1015), t.percent(0.125), t.signed(16.7, 1)),
        ("Contrat", "=1+1", "trop peu", t.signed(0, 1)),
    )
    table = Table(("Champ", "Valeur", "Part", "Points"), rows)
    assert table.csv(t).splitlines() == [
        "Champ;Valeur;Unité;Part (%);Points",
        "Âge;14600;jours;9,0;-13,0",
        "Montant;1015;;12,5;16,7",
        "Contrat;'=1+1;;trop peu;0,0",
    ]
    assert table.frame["Points"].to_list() == [-13, 16.7, 0]
    assert table.frame["Part (%)"].to_list() == [9, 12.5, None]


def test_ends_of_a_range_are_two_numbers() -> None:
    t = translator("en")
    rows = ((t.between(t.number(1), t.number(2)), t.between(t.percent(0.1), None, "over 10%", t.percent(0.2))),)
    assert Table(("Range", "Rate"), rows).csv(t).splitlines() == [
        '"Range, from","Range, to",Rate (%),"Rate, from (%)","Rate, to"',
        "1,2,20.0,10.0,",
    ]
