"""The eight tables: their names, files, columns and types, declared once.

Identifiers are Int64, amounts and scores Float64, counts, days, months and flags a small signed integer with
room to spare, categories String. Everything but the identifiers may be missing (null).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

import polars as pl

CLIENT = "SK_ID_CURR"
PREVIOUS = "SK_ID_PREV"
BUREAU = "SK_ID_BUREAU"
TARGET = "TARGET"

Columns = Mapping[str, pl.DataType]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table of the archive.

    Parameters
    ----------
    name
        Its name in the product.
    files
        Stems of the files that hold it; more than one are stacked.
    columns
        Types by column, in the archive's order.
    optional_columns
        Columns that a file may lack: they are then null.
    """

    name: str
    files: tuple[str, ...]
    columns: Columns
    optional_columns: frozenset[str] = frozenset()

    def required_columns(self) -> tuple[str, ...]:
        """Return the columns that every file of the table must have."""
        return tuple(column for column in self.columns if column not in self.optional_columns)


def _columns(**groups: str) -> dict[str, pl.DataType]:
    """Map each name of the space-separated lists to the type that its keyword names."""
    types = {
        "id": pl.Int64(),
        "tiny": pl.Int8(),
        "small": pl.Int16(),
        "medium": pl.Int32(),
        "amount": pl.Float64(),
        "text": pl.String(),
    }
    return {name: types[kind] for kind, names in groups.items() for name in names.split()}


HOUSING_MEASURES = (
    "APARTMENTS",
    "BASEMENTAREA",
    "YEARS_BEGINEXPLUATATION",
    "YEARS_BUILD",
    "COMMONAREA",
    "ELEVATORS",
    "ENTRANCES",
    "FLOORSMAX",
    "FLOORSMIN",
    "LANDAREA",
    "LIVINGAPARTMENTS",
    "LIVINGAREA",
    "NONLIVINGAPARTMENTS",
    "NONLIVINGAREA",
)
HOUSING_STATISTICS = ("AVG", "MODE", "MEDI")
DOCUMENTS = tuple(f"FLAG_DOCUMENT_{number}" for number in range(2, 22))

_HOUSING = " ".join(f"{measure}_{kind}" for kind, measure in product(HOUSING_STATISTICS, HOUSING_MEASURES))

APPLICATION = TableSchema(
    name="application",
    files=("application_train", "application_test"),
    columns=MappingProxyType(
        _columns(id=CLIENT)
        | _columns(tiny=TARGET)
        | _columns(text="NAME_CONTRACT_TYPE CODE_GENDER FLAG_OWN_CAR FLAG_OWN_REALTY")
        | _columns(tiny="CNT_CHILDREN")
        | _columns(amount="AMT_INCOME_TOTAL AMT_CREDIT AMT_ANNUITY AMT_GOODS_PRICE")
        | _columns(
            text="NAME_TYPE_SUITE NAME_INCOME_TYPE NAME_EDUCATION_TYPE NAME_FAMILY_STATUS NAME_HOUSING_TYPE",
            amount="REGION_POPULATION_RELATIVE",
            medium="DAYS_BIRTH DAYS_EMPLOYED DAYS_REGISTRATION DAYS_ID_PUBLISH",
            tiny="OWN_CAR_AGE FLAG_MOBIL FLAG_EMP_PHONE FLAG_WORK_PHONE FLAG_CONT_MOBILE FLAG_PHONE FLAG_EMAIL",
        )
        | _columns(text="OCCUPATION_TYPE")
        | _columns(tiny="CNT_FAM_MEMBERS REGION_RATING_CLIENT REGION_RATING_CLIENT_W_CITY")
        | _columns(text="WEEKDAY_APPR_PROCESS_START")
        | _columns(
            tiny="HOUR_APPR_PROCESS_START REG_REGION_NOT_LIVE_REGION REG_REGION_NOT_WORK_REGION "
            "LIVE_REGION_NOT_WORK_REGION REG_CITY_NOT_LIVE_CITY REG_CITY_NOT_WORK_CITY "
            "LIVE_CITY_NOT_WORK_CITY"
        )
        | _columns(text="ORGANIZATION_TYPE")
        | _columns(amount=f"EXT_SOURCE_1 EXT_SOURCE_2 EXT_SOURCE_3 {_HOUSING}")
        | _columns(text="FONDKAPREMONT_MODE HOUSETYPE_MODE")
        | _columns(amount="TOTALAREA_MODE")
        | _columns(text="WALLSMATERIAL_MODE EMERGENCYSTATE_MODE")
        | _columns(
            small="OBS_30_CNT_SOCIAL_CIRCLE DEF_30_CNT_SOCIAL_CIRCLE OBS_60_CNT_SOCIAL_CIRCLE DEF_60_CNT_SOCIAL_CIRCLE",
            medium="DAYS_LAST_PHONE_CHANGE",
            tiny=" ".join(DOCUMENTS),
        )
        | _columns(
            small="AMT_REQ_CREDIT_BUREAU_HOUR AMT_REQ_CREDIT_BUREAU_DAY AMT_REQ_CREDIT_BUREAU_WEEK "
            "AMT_REQ_CREDIT_BUREAU_MON AMT_REQ_CREDIT_BUREAU_QRT AMT_REQ_CREDIT_BUREAU_YEAR"
        )
    ),
    optional_columns=frozenset({TARGET}),
)

_HISTORIES = (
    TableSchema(
        name="bureau",
        files=("bureau",),
        columns=MappingProxyType(
            _columns(id=f"{CLIENT} {BUREAU}", text="CREDIT_ACTIVE CREDIT_CURRENCY")
            | _columns(medium="DAYS_CREDIT CREDIT_DAY_OVERDUE DAYS_CREDIT_ENDDATE DAYS_ENDDATE_FACT")
            | _columns(amount="AMT_CREDIT_MAX_OVERDUE", tiny="CNT_CREDIT_PROLONG")
            | _columns(
                amount="AMT_CREDIT_SUM AMT_CREDIT_SUM_DEBT AMT_CREDIT_SUM_LIMIT AMT_CREDIT_SUM_OVERDUE",
                text="CREDIT_TYPE",
                medium="DAYS_CREDIT_UPDATE",
            )
            | _columns(amount="AMT_ANNUITY")
        ),
    ),
    TableSchema(
        name="bureau_balance",
        files=("bureau_balance",),
        columns=MappingProxyType(_columns(id=BUREAU, small="MONTHS_BALANCE", text="STATUS")),
    ),
    TableSchema(
        name="previous_application",
        files=("previous_application",),
        columns=MappingProxyType(
            _columns(
                id=f"{PREVIOUS} {CLIENT}",
                text="NAME_CONTRACT_TYPE",
                amount="AMT_ANNUITY AMT_APPLICATION AMT_CREDIT AMT_DOWN_PAYMENT AMT_GOODS_PRICE",
            )
            | _columns(text="WEEKDAY_APPR_PROCESS_START", tiny="HOUR_APPR_PROCESS_START")
            | _columns(text="FLAG_LAST_APPL_PER_CONTRACT", tiny="NFLAG_LAST_APPL_IN_DAY")
            | _columns(
                amount="RATE_DOWN_PAYMENT RATE_INTEREST_PRIMARY RATE_INTEREST_PRIVILEGED",
                text="NAME_CASH_LOAN_PURPOSE NAME_CONTRACT_STATUS",
                medium="DAYS_DECISION",
            )
            | _columns(
                text="NAME_PAYMENT_TYPE CODE_REJECT_REASON NAME_TYPE_SUITE NAME_CLIENT_TYPE "
                "NAME_GOODS_CATEGORY NAME_PORTFOLIO NAME_PRODUCT_TYPE CHANNEL_TYPE",
                medium="SELLERPLACE_AREA",
            )
            | _columns(text="NAME_SELLER_INDUSTRY", small="CNT_PAYMENT")
            | _columns(
                text="NAME_YIELD_GROUP PRODUCT_COMBINATION",
                medium="DAYS_FIRST_DRAWING DAYS_FIRST_DUE DAYS_LAST_DUE_1ST_VERSION DAYS_LAST_DUE DAYS_TERMINATION",
                tiny="NFLAG_INSURED_ON_APPROVAL",
            )
        ),
    ),
    TableSchema(
        name="POS_CASH_balance",
        files=("POS_CASH_balance",),
        columns=MappingProxyType(
            _columns(
                id=f"{PREVIOUS} {CLIENT}",
                small="MONTHS_BALANCE CNT_INSTALMENT CNT_INSTALMENT_FUTURE",
                text="NAME_CONTRACT_STATUS",
                medium="SK_DPD SK_DPD_DEF",
            )
        ),
    ),
    TableSchema(
        name="installments_payments",
        files=("installments_payments",),
        columns=MappingProxyType(
            _columns(
                id=f"{PREVIOUS} {CLIENT}",
                small="NUM_INSTALMENT_VERSION NUM_INSTALMENT_NUMBER",
                medium="DAYS_INSTALMENT DAYS_ENTRY_PAYMENT",
                amount="AMT_INSTALMENT AMT_PAYMENT",
            )
        ),
    ),
    TableSchema(
        name="credit_card_balance",
        files=("credit_card_balance",),
        columns=MappingProxyType(
            _columns(
                id=f"{PREVIOUS} {CLIENT}",
                small="MONTHS_BALANCE",
                amount="AMT_BALANCE AMT_CREDIT_LIMIT_ACTUAL AMT_DRAWINGS_ATM_CURRENT AMT_DRAWINGS_CURRENT "
                "AMT_DRAWINGS_OTHER_CURRENT AMT_DRAWINGS_POS_CURRENT AMT_INST_MIN_REGULARITY "
                "AMT_PAYMENT_CURRENT AMT_PAYMENT_TOTAL_CURRENT AMT_RECEIVABLE_PRINCIPAL "
                "AMT_RECIVABLE AMT_TOTAL_RECEIVABLE",
            )
            | _columns(
                small="CNT_DRAWINGS_ATM_CURRENT CNT_DRAWINGS_CURRENT CNT_DRAWINGS_OTHER_CURRENT "
                "CNT_DRAWINGS_POS_CURRENT CNT_INSTALMENT_MATURE_CUM",
                text="NAME_CONTRACT_STATUS",
                medium="SK_DPD SK_DPD_DEF",
            )
        ),
    ),
)

SCHEMA: Mapping[str, TableSchema] = MappingProxyType({table.name: table for table in (APPLICATION, *_HISTORIES)})
HISTORY_TABLES: tuple[str, ...] = tuple(table.name for table in _HISTORIES)
