"""Why a value is missing is said from the rest of the application, in both languages."""

from __future__ import annotations

import pytest

from credit_panel.features import FEATURES
from credit_panel.features.absence import absence_of, sources_of
from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("OWN_CAR_AGE", {"FLAG_OWN_CAR": "N"}, Absence.NO_CAR),
        ("OWN_CAR_AGE", {"FLAG_OWN_CAR": "Y"}, Absence.NOT_GIVEN),
        ("OWN_CAR_AGE", {"FLAG_OWN_CAR": "Y", "OWN_CAR_AGE": 0.0}, None),
        ("DAYS_EMPLOYED", {"NAME_INCOME_TYPE": "Pensioner"}, Absence.RETIRED),
        ("employment_stability", {"NAME_INCOME_TYPE": "Pensioner", "DAYS_BIRTH": -20_000}, Absence.RETIRED),
        ("ORGANIZATION_TYPE", {"NAME_INCOME_TYPE": "Unemployed"}, Absence.NO_JOB),
        ("DAYS_EMPLOYED", {"NAME_INCOME_TYPE": "Working"}, Absence.NOT_GIVEN),
        ("EXT_SOURCE_1", {}, Absence.NOT_SUPPLIED),
        ("ext_source_product", {"EXT_SOURCE_1": 0.5, "EXT_SOURCE_2": 0.5}, Absence.NOT_SUPPLIED),
        ("bureau_debt_sum", {}, Absence.NO_CREDIT_ELSEWHERE),
        ("bureau_debt_sum", {"bureau_count": 2}, Absence.NONE_OF_THE_KIND),
        ("bureau_debt_income_ratio", {"AMT_INCOME_TOTAL": 1e5}, Absence.NO_CREDIT_ELSEWHERE),
        ("annuity_vs_previous", {"AMT_ANNUITY": 1e4}, Absence.NO_CREDIT_HERE),
        ("cc_dpd_max", {"prev_count": 3}, Absence.NO_CARD_HERE),
        ("OCCUPATION_TYPE", {"NAME_INCOME_TYPE": "Working"}, Absence.NOT_GIVEN),
    ],
)
def test_what_is_missing_is_said_as_what_it_is(name: str, row: dict[str, object], expected: Absence | None) -> None:
    assert absence_of(name, row) is expected


def test_every_missing_value_has_words_and_every_other_none(served: ServedModel) -> None:
    for row in served.portfolio.select(None, None).head(200).iter_rows(named=True):
        for name in FEATURES:
            absence = absence_of(name, row)
            assert (absence is None) == (row[name] is not None)
            if absence is not None:
                words = [translator(language).value(name, None, absence) for language in ("fr", "en")]  # type: ignore[arg-type]
                assert words[0] != words[1]


def test_sources_are_fields_of_tables() -> None:
    derived = [name for name in FEATURES if sources_of(name) != (name,)]
    assert len(derived) > 15
    for name in derived:
        assert all(sources_of(source) == (source,) and source in FIELDS for source in sources_of(name))
