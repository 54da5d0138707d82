"""What is proposed to clients who lack external scores holds, whatever these turn out to be or as far as it says."""

from __future__ import annotations

import polars as pl
import pytest

from credit_panel.locale import translator
from credit_panel.scoring import Outcome, Scorer
from credit_panel.scoring.proposal_words import none_words, proposal_words
from credit_panel.scoring.recourse import Proposal, recourse
from credit_panel.scoring.scenario import Scenario
from credit_panel.scoring.tariff import Tariff
from credit_panel.scoring.withheld import SCORES, usual_scores

TARIFF = Tariff.flat(0.3)


pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def lacking(scorer: Scorer, features: pl.DataFrame) -> list[tuple[pl.DataFrame, tuple[Proposal, ...]]]:
    """Clients who lack external scores, some sent to review for it and some refused, with what is proposed to them."""
    scores = scorer.score(features)
    lack = pl.any_horizontal(pl.col(SCORES).is_null())
    near = (scores.outcome == Outcome.REFUSE) & (scores.probability < 0.15)
    kinds = [features.filter(lack & pl.Series(kind)).head(20) for kind in (scores.flags != "", near)]
    return [(client, recourse(scorer, client, TARIFF)) for kind in kinds for client in kind.iter_slices(1)]


def test_what_is_proposed_to_who_lacks_scores_holds_whatever_they_turn_out_to_be(
    scorer: Scorer, lacking: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]
) -> None:
    """With those that a proposal takes to be supplied, as it takes them to be and better; else while they lack too."""
    with_scores = without = 0
    for client, proposals in lacking:
        absent = {name for name in SCORES if client[name][0] is None}
        for proposal in proposals:
            changes = proposal.scenario.changes
            assert set(proposal.supplied) in (set(), absent)
            assert proposal.supplied.items() <= changes.items()
            assert proposal.steps or proposal.supplied
            for better in (0.0, 0.05, 0.2):
                known = {name: min(value + better, 1.0) for name, value in proposal.supplied.items()}
                scenario = Scenario({**changes, **known}, proposal.scenario.settled_debt)
                assert scorer.score(scenario.features(client)).outcome[0] == Outcome.ACCEPT
            if not proposal.supplied:
                bad = {name: scorer.low_scores[name] for name in absent}
                scenario = Scenario({**changes, **bad}, proposal.scenario.settled_debt)
                assert scorer.score(scenario.features(client)).outcome[0] == Outcome.ACCEPT
            with_scores, without = with_scores + bool(proposal.supplied), without + (not proposal.supplied)
    assert with_scores
    assert without
    assert sum(bool(proposals) for _, proposals in lacking) >= len(lacking) / 3


def test_usual_scores_come_last_and_where_changes_come_with_them_no_others_were_found(
    lacking: list[tuple[pl.DataFrame, tuple[Proposal, ...]]],
) -> None:
    for client, proposals in lacking:
        assumed = [bool(proposal.supplied) for proposal in proposals]
        assert assumed == sorted(assumed)
        changed = [proposal for proposal in proposals if proposal.supplied and proposal.steps]
        assert not changed or len(changed) == len(proposals) <= 3
        assert all(client[name][0] is None for proposal in proposals for name in proposal.supplied)


def test_who_lacks_scores_and_finds_nothing_finds_nothing_with_usual_ones(
    scorer: Scorer, lacking: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]
) -> None:
    nothing = [client for client, proposals in lacking if not proposals]
    for client in nothing[:4]:
        usual = usual_scores(client, scorer.features, scorer.manifest.reference)
        assert usual
        supplied = Scenario(usual).features(client)
        assert scorer.score(supplied).outcome[0] != Outcome.ACCEPT
        assert recourse(scorer, supplied, TARIFF) == ()


def test_a_proposal_that_scores_would_do_says_so_in_words(
    lacking: list[tuple[pl.DataFrame, tuple[Proposal, ...]]],
) -> None:
    told = [one for _, proposals in lacking for one in proposals if one.supplied]
    for proposal in told:
        words = proposal_words(proposal, translator("en"))
        conditions = [each for each in words if each.startswith("provided that external score no. ")]
        assert len(conditions) == len(proposal.supplied)
        assert all(
            f"{value:.2f} (about the usual value) or more" in " ".join(conditions)
            for value in proposal.supplied.values()
        )
        assert ("the request stays as it is" in words) == (not proposal.steps)


def test_that_nothing_was_found_is_said_of_usual_scores_too() -> None:
    t = translator("en")
    assert len(none_words({}, t)) == 1
    told = none_words({"EXT_SOURCE_1": 0.51, "EXT_SOURCE_3": 0.5}, t)[-1]
    assert told.endswith("those that were not supplied (external score no. 1: 0.51; external score no. 3: 0.50).")
