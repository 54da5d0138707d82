"""The tabs of the model speak both languages, answer their controls, and say in a sentence what cannot be done."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hand_made.challenger import CHALLENGER
from hand_made.parts import part

from credit_panel.charts.model.command import build_command, policy_command
from credit_panel.charts.model.comparison import comparison_figure
from credit_panel.errors import DriftFault, DriftFileError, NoSharedClientsError, PortfolioError, UnexpectedError
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Policy, Scorer, read_bundle
from credit_panel.settings import Settings
from credit_panel.state.model_compare import CompareState
from credit_panel.state.model_drift import DriftState
from credit_panel.state.model_policy import PolicyState
from credit_panel.views.model.card import ModelCardView
from credit_panel.views.model.compare import ModelComparisonView, comparison_problem
from credit_panel.views.model.cost import CostView
from credit_panel.views.model.cost_board import RatioBoard
from credit_panel.views.model.drift import DriftView, drift_problem
from credit_panel.views.model.fairness import FairnessView
from credit_panel.views.model.importance import ImportanceView
from credit_panel.views.model.performance import PerformanceView
from credit_panel.views.model.view import ModelView
from credit_panel.views.parts.choice_board import ChoiceBoard

EN = translator("en")


def text_of(block: str) -> str:
    return re.sub(r"<[^>]*>", "", block)


@pytest.mark.parametrize("view", [PerformanceView, ImportanceView, FairnessView, ModelCardView])
def test_a_hidden_tab_waits_for_its_language(served: ServedModel, view: type[ModelView]) -> None:
    shown = view(served=served, language="en")
    english = shown._block.block
    assert served.scorer.version in english
    shown.shown = False
    shown.language = "fr"
    assert shown._block.block == english
    shown.shown = True
    assert shown._block.block != english
    assert "Modèle small" in shown._block.block


def test_the_card_holds_what_the_manifest_says(served: ServedModel) -> None:
    card, manifest = ModelCardView(served=served, language="en")._block.block, served.scorer.manifest
    for text in (*manifest.files.values(), EN.number(manifest.metrics["auc"], 3), "Synthetic data", "Gender"):
        assert text in card
    assert EN.number(manifest.training["defaults"]) in card


def test_the_card_shows_the_prices_of_the_rules_or_how_to_measure_them(served: ServedModel, settings: Settings) -> None:
    card = ModelCardView(served=served, language="en")._block.block
    assert "was not measured for this model" in card
    assert "credit-panel build --synthetic --applications 2500 --name small --rule-costs" in text_of(card)
    bundle = read_bundle(settings.bundle_dir())
    rule_cost = {"rule": "protected", "columns": 2, "gain": {"value": 0.0123, "low": 0.004, "high": 0.02}}

    def shown(rule_costs: list[dict[str, object]]) -> str:
        manifest = replace(bundle.manifest, metrics={**bundle.manifest.metrics, "rule_costs": rule_costs})
        costed_rules = replace(served, scorer=Scorer(replace(bundle, manifest=manifest)))
        return str(ModelCardView(served=costed_rules, language="en")._block.block)

    assert EN.signed(0.0123, 4) in shown([rule_cost])
    assert "The rules hold nothing back" in shown([])


def test_a_bundle_of_an_early_version_is_shown(served: ServedModel, settings: Settings) -> None:
    bundle = read_bundle(settings.bundle_dir())
    early = {
        name: value for name, value in bundle.manifest.metrics.items() if name not in ("rule_costs", "ece_by_chance")
    }
    old = replace(served, scorer=Scorer(replace(bundle, manifest=replace(bundle.manifest, metrics=early))))
    assert "was not measured for this model" in ModelCardView(served=old, language="en")._block.block
    shown = PerformanceView(served=old, language="en")._block.block
    assert EN.number(early["ece"], 4) in shown
    assert "by chance" not in shown.partition("ROC curve")[0]


def test_a_command_builds_the_model_again_as_it_was(served: ServedModel, settings: Settings) -> None:
    bundle = read_bundle(settings.bundle_dir())
    training = {**bundle.manifest.training, "seed": 3, "tuning": {"trials": 4}}
    manifest = replace(bundle.manifest, synthetic=False, training=training, policy=Policy(8, 0.2))
    other = replace(served, scorer=Scorer(replace(bundle, manifest=manifest)))
    asked = "credit-panel build --tables PATH --name small --seed 3 --tune MINUTES"
    assert build_command(other) == f"{asked} --cost-ratio 8 --review-level 0.2"
    assert build_command(served, rule_costs=True).endswith(" --name small --rule-costs")
    assert policy_command(other, Policy(12.5, 0.2)) == "credit-panel policy small --cost-ratio 12.5"
    assert policy_command(other, Policy(12.5, 0.5, review_missing_scores=False)).endswith(
        "--cost-ratio 12.5 --review-level 0.5 --missing-scores accept"
    )


def test_the_cost_view_follows_slider_box_and_way_back(served: ServedModel) -> None:
    state = PolicyState(served)
    view = CostView(served=served, state=state, language="en")

    def send(**message: object) -> None:
        part(view, RatioBoard).receive({"serial": 3, **message})

    send(kind="move", value=5.0)
    assert state.cost_ratio == 5
    assert part(view, RatioBoard).answered == 3
    assert EN.percent(1 / 6) in view._block.block
    assert "--cost-ratio 5" in text_of(view._block.block)
    send(kind="type", text="12,5" if view.language == "fr" else "12.5")
    assert (state.cost_ratio, part(view, RatioBoard).ratio["text"]) == (12.5, "12.5")
    for text, words in (("0.1", "must lie between 1 and 100"), ("<b>", "not a number"), ("", "not a number")):
        send(kind="type", text=text)
        assert words in part(view, RatioBoard).ratio["wrong"]
        assert state.cost_ratio == 12.5
    send(kind="back")
    assert (state.cost_ratio, part(view, RatioBoard).ratio["changed"], part(view, RatioBoard).ratio["wrong"]) == (
        10,
        False,
        "",
    )
    send(kind="level", value=0.8)
    send(kind="missing", review=False)
    assert (state.review_level, state.review_missing_scores) == (0.8, False)
    assert (part(view, RatioBoard).review["value"], part(view, RatioBoard).review["missing"]) == ("0.8", False)
    assert "--cost-ratio 10 --review-level 0.8 --missing-scores accept" in text_of(view._block.block)


def test_drift_is_worked_out_when_the_tab_opens_and_for_a_file(served: ServedModel) -> None:
    state = DriftState(served)

    async def settled() -> None:
        while state.busy:
            await asyncio.sleep(0.01)

    async def visit() -> None:
        view = DriftView(served=served, state=state, language="en")
        assert state.busy
        assert "Working out what moved" in view._block.block
        await settled()
        assert "What moved, most first" in view._block.block
        few = served.portfolio.select(None, ("AMT_CREDIT",)).head(50).write_csv().encode()
        view._take("few.csv", few)
        await settled()
        assert "There are 50 applications" in view._block.block
        assert ("file:few.csv", "File few.csv") in part(view, ChoiceBoard).options
        view.choose("../../etc")
        assert (state.source, part(view, ChoiceBoard).chosen) == ("file:few.csv", "file:few.csv")
        view.choose("test")
        view._take("huge.csv", None)
        await asyncio.sleep(0.3)  # what was begun before it is known by now, and not shown
        assert "larger than 50 MB" in view._block.block
        assert (part(view, ChoiceBoard).chosen, state.busy) == ("file:huge.csv", False)
        view.follow_address("../../etc")
        view.follow_address(CHALLENGER)
        assert (state.source, state.address, state.busy) == (CHALLENGER, CHALLENGER, True)
        await settled()
        view.follow_address("")
        assert (state.source, state.address) == ("test", "")
        await settled()
        assert "What moved, most first" in view._block.block

    # in a thread of its own: the browser of other tests has a loop running in this one
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(visit())).result()


def test_every_fault_of_a_file_is_a_sentence() -> None:
    for fault in get_args(DriftFault):
        sentence = drift_problem(DriftFileError(fault, "", names=("AMT_CREDIT",), count=50), EN)
        assert sentence.endswith(".")
        assert "{" not in sentence
    assert drift_problem(PortfolioError("It is gone."), EN) == "It is gone."


def test_another_model_is_compared_with_the_served_one(served: ServedModel, settings: Settings) -> None:
    view = ModelComparisonView(served=served, state=CompareState(served, settings), language="en")
    assert part(view, ChoiceBoard).options == [(CHALLENGER, CHALLENGER)]
    assert part(view, ChoiceBoard).words["none"] == "Choose a model"

    async def visit() -> None:
        view.choose(CHALLENGER)
        assert "Measuring both models" in view._block.block
        while view.state.busy:
            await asyncio.sleep(0.01)

    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(visit())).result()
    assert view.state.problem is None
    found = view.state.found.comparison
    trained = served.scorer.manifest.training["applications"]
    assert (found.first.count, view.state.found.shared) == (trained, trained)
    shown = view._block.block
    for text in (comparison_figure(found, "small", CHALLENGER, EN).summary, f"On {EN.number(trained)} clients"):
        assert text in shown
    swapped = sum(swap.count for swap in found.swaps)
    assert swapped > 0, "the challenger refuses at another threshold"
    assert all(EN.number(swap.count) in shown for swap in found.swaps if swap.count)
    view.language = "fr"
    assert "Qui change de côté" in view._block.block


def test_no_other_model_and_strangers_are_told(served: ServedModel, settings: Settings, tmp_path: Path) -> None:
    alone = replace(settings, models_dir=tmp_path)
    view = ModelComparisonView(served=served, state=CompareState(served, alone), language="en")
    assert part(view, ChoiceBoard).options == []
    assert "No other model" in part(view, ChoiceBoard).words["empty"]
    view.choose("../small")
    assert not view.state.busy
    assert "was not trained on these clients" in comparison_problem(NoSharedClientsError(), "other", EN)
    assert "its log says why" in comparison_problem(UnexpectedError(), "other", EN)
    assert drift_problem(UnexpectedError(), EN) == str(UnexpectedError())
