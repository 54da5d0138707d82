"""How each column of an application is drawn: the order of the chain, the blocks, the margins.

A client is drawn in this order: age; one `Category` after the other, each given all drawn before it
(a multinomial logit); the latent normals of all `Numeric` columns given the categories (a linear
regression with correlated residuals); the values, each through the quantile map of its `by` group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MISSING = ""
"""The level that stands for a missing category."""

NOT_EMPLOYED = 365243
"""Days employed of clients without an employer, as the archive codes it."""

WORKING_AGE_DAYS = 6540
"""No client of the archive was employed before this age (17.9 years)."""

AMOUNT_UNIT = 4.5
"""Credits and annuities of the archive are multiples of this amount."""

AGE_HINGES = (-1.0, -0.5, 0.0, 0.4, 0.7, 1.0, 1.4)
"""Knots, in standard deviations, of the piecewise linear effect of age on the categories."""


@dataclass(frozen=True, slots=True)
class Category:
    """A column drawn from a multinomial logit on all columns drawn before it.

    Parameters
    ----------
    name
        The column, or ``MISSING:<block>`` for the flag that a block of columns is missing.
    employed_only
        Drawn for clients with an employer only; the others take `otherwise`.
    otherwise
        Level of clients without an employer.
    """

    name: str
    employed_only: bool = False
    otherwise: str = MISSING


By = Literal["all", "sample", "age", "rating", "contract", "goods", "circle"]


@dataclass(frozen=True, slots=True)
class Numeric:
    """A column drawn from the Gaussian copula.

    Parameters
    ----------
    name
        The column, or the ratio from which columns are computed.
    by
        Group within which the column's quantile map is kept: none, train or test, age band, region
        rating, contract type, band of the goods' price, band of the people observed around the client.
    block
        Name of the block whose flag says that the column is missing; empty when never missing.
    step
        Values are rounded to multiples of this.
    """

    name: str
    by: By = "sample"
    block: str = ""
    step: float = 1.0


BUILDING = (
    "YEARS_BEGINEXPLUATATION", "FLOORSMAX", "LIVINGAREA", "ENTRANCES", "APARTMENTS", "ELEVATORS", "NONLIVINGAREA",
    "BASEMENTAREA", "LANDAREA", "YEARS_BUILD", "FLOORSMIN", "LIVINGAPARTMENTS", "NONLIVINGAPARTMENTS", "COMMONAREA",
)  # fmt: skip
"""Parts of the building block, each with _AVG, _MODE and _MEDI, from the most to the least known."""

REQUESTS = tuple(f"AMT_REQ_CREDIT_BUREAU_{span}" for span in ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR"))

FLAGS = (
    "REG_REGION_NOT_LIVE_REGION", "REG_REGION_NOT_WORK_REGION", "LIVE_REGION_NOT_WORK_REGION",
    "REG_CITY_NOT_LIVE_CITY", "REG_CITY_NOT_WORK_CITY", "LIVE_CITY_NOT_WORK_CITY",
    "FLAG_WORK_PHONE", "FLAG_CONT_MOBILE", "FLAG_PHONE", "FLAG_EMAIL",
)  # fmt: skip

DOCUMENTS = tuple(f"FLAG_DOCUMENT_{k}" for k in (3, 6, 8, 5, 16, 18, 9, 11, 13, 14, 15))
RARE_FLAGS = ("FLAG_MOBIL", *(f"FLAG_DOCUMENT_{k}" for k in (2, 4, 7, 10, 12, 17, 19, 20, 21)))
"""Flags seen too seldom for a model of their own: drawn alone, at their published share."""

CATEGORIES = (
    Category("CODE_GENDER"),
    Category("NAME_INCOME_TYPE"),
    Category("NAME_EDUCATION_TYPE"),
    Category("NAME_FAMILY_STATUS"),
    Category("CNT_CHILDREN"),
    Category("NAME_HOUSING_TYPE"),
    Category("FLAG_OWN_CAR"),
    Category("FLAG_OWN_REALTY"),
    Category("ORGANIZATION_TYPE", employed_only=True, otherwise="XNA"),
    Category("OCCUPATION_TYPE", employed_only=True),
    Category("NAME_CONTRACT_TYPE"),
    Category("REGION_RATING_CLIENT"),
    Category("REGION_RATING_CLIENT_W_CITY"),
    *(Category(name) for name in FLAGS),
    Category("NAME_TYPE_SUITE"),
    Category("WEEKDAY_APPR_PROCESS_START"),
    *(Category(name) for name in DOCUMENTS),
    *(Category(f"MISSING:{block}") for block in ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3", "REQUESTS", "CIRCLE")),
    Category("EMERGENCYSTATE_MODE"),
    Category("MISSING:TOTALAREA"),
    Category("HOUSETYPE_MODE"),
    Category("WALLSMATERIAL_MODE"),
    *(Category(f"MISSING:{part}") for part in BUILDING),
    Category("FONDKAPREMONT_MODE"),
)

BLOCK_COLUMN = {
    **{f"EXT_SOURCE_{k}": f"EXT_SOURCE_{k}" for k in (1, 2, 3)},
    "REQUESTS": REQUESTS[-1],
    "CIRCLE": "OBS_30_CNT_SOCIAL_CIRCLE",
    "TOTALAREA": "TOTALAREA_MODE",
    **{part: f"{part}_AVG" for part in BUILDING},
}
"""The column whose missing values tell those of its whole block."""

NUMERICS = (
    Numeric("AMT_INCOME_TOTAL", step=4500),
    Numeric("AMT_GOODS_PRICE", by="contract", step=4500),
    Numeric("CREDIT_OVER_GOODS", by="goods", step=0.0),
    Numeric("ANNUITY_OVER_CREDIT", by="goods", step=0.0),
    Numeric("REGION_POPULATION_RELATIVE", by="rating", step=1e-6),
    Numeric("EMPLOYED_SHARE", by="age", step=0.0),
    Numeric("DAYS_REGISTRATION", by="age"),
    Numeric("DAYS_ID_PUBLISH", by="age"),
    Numeric("OWN_CAR_AGE"),
    Numeric("HOUR_APPR_PROCESS_START"),
    Numeric("EXT_SOURCE_1", block="EXT_SOURCE_1", step=0.0),
    Numeric("EXT_SOURCE_2", block="EXT_SOURCE_2", step=0.0),
    Numeric("EXT_SOURCE_3", block="EXT_SOURCE_3", step=0.0),
    *(Numeric(f"{part}_AVG", by="all", block=part, step=1e-4) for part in BUILDING),
    Numeric("TOTALAREA_MODE", by="all", block="TOTALAREA", step=1e-4),
    Numeric("OBS_30_CNT_SOCIAL_CIRCLE", block="CIRCLE"),
    Numeric("DEF_30_CNT_SOCIAL_CIRCLE", by="circle", block="CIRCLE"),
    Numeric("DAYS_LAST_PHONE_CHANGE"),
    *(Numeric(name, block="REQUESTS") for name in REQUESTS),
)

AGE_BANDS_YEARS = (25, 30, 35, 40, 45, 50, 55, 60)
"""Inner edges of the age bands, in years."""
