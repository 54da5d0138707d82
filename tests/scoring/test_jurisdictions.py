"""What the law of a jurisdiction bars moves no score: neither the field nor anything that is worked out from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import numpy as np
import polars as pl
import pytest

from credit_panel.cli.arguments import parser
from credit_panel.features import DERIVED_FEATURES, FEATURES, HISTORY_FEATURES, RAW_FIELDS, features_of_application
from credit_panel.features.absence import sources_of
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.jurisdictions import (
    JURISDICTIONS,
    Jurisdiction,
    barred_fields,
    jurisdiction_named,
)
from credit_panel.scoring import Scorer, read_bundle, train, write_bundle
from credit_panel.scoring.candidates import barred_features, catalogue_candidates, excluded_fields

STRICT: tuple[Jurisdiction, ...] = ("DE", "US")


@pytest.fixture(scope="module", params=["US", pytest.param("DE", marks=pytest.mark.long)])
def strict(
    request: pytest.FixtureRequest, synthetic_features: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> Scorer:
    """A model for a jurisdiction that bars more than the default one, priced, as it is read from disk."""
    folder: Path = tmp_path_factory.mktemp("strict") / request.param
    few = synthetic_features.head(2_000)
    model = train(few, name=request.param, folds=2, costed_rules=("jurisdiction",), jurisdiction=request.param)
    write_bundle(model, folder)
    return Scorer(read_bundle(folder))


def perturbed(clients: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each barred field with the clients' features as if it were another's, or missing; all follows from it."""
    generator = np.random.default_rng(0)
    for name in {name for each in STRICT for name in barred_fields(each)}:
        for values in (clients[name][generator.permutation(len(clients))], clients[name].clear(len(clients))):
            other = clients.with_columns(values.alias(name))
            yield name, features_of_application(other.select("SK_ID_CURR", *RAW_FIELDS), other.select(HISTORY_FEATURES))


@pytest.mark.long
def test_a_barred_field_moves_no_score(strict: Scorer, synthetic_features: pl.DataFrame) -> None:
    clients = synthetic_features.head(200)
    barred = barred_fields(strict.manifest.jurisdiction)
    before, moved = strict.score(clients), set()
    for name, features in perturbed(clients):
        after = strict.score(features)
        if after.points.tolist() != before.points.tolist() or after.outcome.tolist() != before.outcome.tolist():
            moved.add(name)
    assert not moved & set(barred)
    assert moved or strict.manifest.jurisdiction == "DE"


def test_another_model_reads_what_is_barred(scorer: Scorer, synthetic_features: pl.DataFrame) -> None:
    """The perturbation bites where nothing is barred."""
    clients = synthetic_features.head(200)
    before = scorer.score(clients).points
    changed = {name for name, features in perturbed(clients) if (scorer.score(features).points != before).any()}
    assert "DAYS_BIRTH" in changed


def test_the_bundle_names_the_jurisdiction_and_its_price(strict: Scorer) -> None:
    manifest = strict.manifest
    assert manifest.jurisdiction in STRICT
    (cost,) = manifest.metrics["rule_costs"]
    assert cost["rule"] == "jurisdiction"
    assert cost["columns"] > 0
    assert cost["gain"]["low"] <= cost["gain"]["value"] <= cost["gain"]["high"]
    assert not set(strict.features) & set(barred_features(manifest.jurisdiction))


def test_nothing_that_is_worked_out_from_a_barred_field_is_a_candidate() -> None:
    for jurisdiction in JURISDICTIONS:
        barred, offered = barred_fields(jurisdiction), catalogue_candidates(jurisdiction=jurisdiction)
        for name in FEATURES:
            assert (name in offered) == set(sources_of(name)).isdisjoint(barred), (jurisdiction, name)
    worked_out = set(barred_features("DE")) & set(DERIVED_FEATURES)
    assert worked_out == {"employment_stability", "id_age_share", "phone_age_share", "cc_balance_income_ratio"}
    assert all(
        name in barred_features("DE") for name in HISTORY_FEATURES if FIELDS[name].source == "credit_card_balance"
    )


def test_the_default_bars_what_no_model_may_read() -> None:
    never = {name for names in excluded_fields().values() for name in names}
    assert set(barred_fields("FR")) <= never
    assert not barred_features("FR")
    assert not barred_fields("none")
    assert catalogue_candidates() == catalogue_candidates(jurisdiction="none")


def test_a_jurisdiction_has_a_name_and_the_command_line_knows_it() -> None:
    assert jurisdiction_named("DE") == "DE"
    with pytest.raises(ValueError, match="'XX' is no jurisdiction: they are FR, DE, US, none"):
        jurisdiction_named("XX")
    for name in get_args(Jurisdiction):
        assert parser().parse_args(["build", "--synthetic", "--jurisdiction", name]).jurisdiction == name
    assert parser().parse_args(["build", "--synthetic"]).jurisdiction == "FR"
