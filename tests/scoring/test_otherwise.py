"""A theme as it usually is: the fields of tables are set, and all that follows from them follows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from credit_panel.features import DERIVED_FEATURES, derive
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring import Outcome, Scorer
from credit_panel.scoring.otherwise import at_reference, points_otherwise
from credit_panel.scoring.themes import LEAST_POINTS, SENSITIVE, reasons_of


@pytest.fixture(scope="module")
def refused(scorer: Scorer, features: pl.DataFrame) -> pl.DataFrame:
    outcome = scorer.score(features).outcome
    return features.filter(pl.Series(outcome == Outcome.REFUSE)).head(200)


def test_derived_features_follow_and_no_field_of_another_kind_moves(scorer: Scorer, refused: pl.DataFrame) -> None:
    for i in range(0, 200, 10):
        client = refused[i]
        themes = [reason.theme for reason in reasons_of(scorer.explain_one(client)).adverse]
        for theme in themes:
            after = at_reference(scorer, client, [[theme]])
            again = derive_all(after)
            moved = [name for name in scorer.features if not equal(after[name][0], client[name][0])]
            assert after.select(DERIVED_FEATURES).equals(again.select(DERIVED_FEATURES))
            assert not (set(moved) & SENSITIVE & set(client.columns) - set(DERIVED_FEATURES))


def test_what_is_said_is_a_score_and_worth_saying(scorer: Scorer, refused: pl.DataFrame) -> None:
    told = 0
    for i in range(0, 200, 5):
        client = refused[i]
        explanation = scorer.explain_one(client)
        for theme, points in points_otherwise(scorer, client, reasons_of(explanation)).items():
            assert points - explanation.points >= LEAST_POINTS
            assert scorer.score(at_reference(scorer, client, [[theme]])).points[0] == pytest.approx(points, abs=1e-9)
            told += 1
    assert told > 40


def test_refused_clients_lose_the_refusal_without_the_reasons_they_were_told(
    scorer: Scorer, refused: pl.DataFrame
) -> None:
    """The reasons are the reasons: with their themes as they usually are, nothing is left to refuse."""
    lost = [
        scorer.score(
            at_reference(
                scorer, refused[i], [[reason.theme for reason in reasons_of(scorer.explain_one(refused[i])).adverse]]
            )
        ).outcome[0]
        != Outcome.REFUSE
        for i in range(0, len(refused), 2)
    ]
    assert np.mean(lost) >= 0.95


def test_what_nobody_has_stays_missing(scorer: Scorer, refused: pl.DataFrame) -> None:
    pensioner = refused[0].with_columns(
        NAME_INCOME_TYPE=pl.lit("Pensioner"),
        DAYS_EMPLOYED=pl.lit(None, refused.schema["DAYS_EMPLOYED"]),
        FLAG_OWN_CAR=pl.lit("N"),
        OWN_CAR_AGE=pl.lit(None, refused.schema["OWN_CAR_AGE"]),
        EXT_SOURCE_2=pl.lit(None, pl.Float64),
    )
    themes = {FIELDS[name].theme for name in scorer.features}
    after = at_reference(scorer, pensioner, [sorted(themes)])
    assert after["DAYS_EMPLOYED"][0] is None
    assert after["OWN_CAR_AGE"][0] is None
    assert after["EXT_SOURCE_2"][0] == pytest.approx(scorer.manifest.reference["EXT_SOURCE_2"])
    assert after["DAYS_BIRTH"][0] == pensioner["DAYS_BIRTH"][0]


def derive_all(frame: pl.DataFrame) -> pl.DataFrame:
    import narwhals as nw

    return derive(nw.from_native(frame)).to_native()


def equal(one: object, other: object) -> bool:
    return one == other or (one is None and other is None)
