"""What the notebooks print is what the library says of the portfolio they opened."""

from __future__ import annotations

import re

import nbformat
import pytest

from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.drift.report import drift_of_test
from credit_panel.state.model_held_out import held_out_of
from notebooks.conftest import Ran


def printed(notebook: nbformat.NotebookNode) -> str:
    """Return all that the cells of a notebook print and show as text."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return "\n".join(out.get("text", "") + str(out.get("data", {}).get("text/plain", "")) for out in outputs)


@pytest.mark.long
def test_one_client_is_the_one_of_the_book(ran: Ran, served: ServedModel) -> None:
    text = printed(ran("01_one_client"))
    refused = next(i for i in served.portfolio.ids if served.explain_client(int(i)).outcome == "refuse")
    explanation = served.explain_client(int(refused))
    assert f"Client {refused}: refuse" in text
    assert f"probability of default {explanation.probability:.1%}" in text
    assert f"a fifth less credit: {explanation.points:.1f} points become " in text


@pytest.mark.slow
def test_the_second_model_is_held_against_the_first_on_the_same_clients(ran: Ran) -> None:
    text = printed(ran("03_train_validate_compare"))
    assert "2,500 applications, " in text
    assert re.search(r"AUC gain [+-]0\.\d{3} \([+-]0\.\d{3} to [+-]0\.\d{3}\): the second model is ", text)
    assert text.count(", difference 0e+00") == 2


@pytest.mark.slow
def test_fairness_is_that_of_the_page_and_small_groups_are_hidden(ran: Ran, served: ServedModel) -> None:
    text = printed(ran("04_fairness_and_exclusions"))
    for group in held_out_of(served).fairness["CODE_GENDER"]:
        if group.acceptance.value is not None:
            assert f"{group.acceptance.value:.1%}" in text
    assert "too few" in text
    assert all(f"{why}: " in text for why in ("protected", "proxy", "third_party"))


@pytest.mark.slow
def test_drift_is_that_of_the_book(ran: Ran, served: ServedModel) -> None:
    text, report = printed(ran("05_drift")), drift_of_test(served)
    overall = report.drifts[0]
    assert f"points: index {overall.index:.4f}, chance passes {overall.critical:.4f}, so {overall.state}" in text
    assert f"change of the mean points {overall.points:+.3f}" in text


@pytest.mark.slow
def test_the_methodology_tells_the_figures_of_the_manifest(ran: Ran, served: ServedModel) -> None:
    text, manifest = printed(ran("06_methodology")), served.scorer.manifest
    assert f"{len(manifest.features)} kept: AUC {manifest.metrics['auc']:.4f}" in text
    assert f"threshold {served.scorer.policy.threshold:.2%}" in text
    assert f"calibration error {manifest.metrics['ece']:.4f}; a perfect model would show " in text
    found = re.search(r"(\d+) proposals, scored again as what-ifs: (\d+) accepted", text)
    assert found
    assert found[1] == found[2]


@pytest.mark.slow
def test_the_cohort_by_brush_is_the_cohort_by_code(ran: Ran, served: ServedModel) -> None:
    text = printed(ran("02_portfolio_and_brushing"))
    assert f" of {len(served.portfolio):,} clients have " in text
    assert "brush and Polars choose the same" in text
    inside, outside = (
        int(number.replace(",", "")) for number in re.findall(r"([\d,]+) (?:clients, |others)", text)[-2:]
    )
    assert inside + outside == len(served.portfolio)
