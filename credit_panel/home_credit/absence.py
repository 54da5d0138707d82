"""What a missing value means: seldom that somebody forgot it."""

from __future__ import annotations

from enum import StrEnum


class Absence(StrEnum):
    """Why there is no value.

    ``NOT_GIVEN`` is all that can be said where nothing else in the application tells. The two of no credit mean that
    no history of the kind came with the application: it may exist and not have been sent.
    """

    NOT_GIVEN = "not_given"
    NOT_SUPPLIED = "not_supplied"
    NO_CAR = "no_car"
    RETIRED = "retired"
    NO_JOB = "no_job"
    NO_CREDIT_ELSEWHERE = "no_credit_elsewhere"
    NO_CREDIT_HERE = "no_credit_here"
    NO_CARD_HERE = "no_card_here"
    NONE_OF_THE_KIND = "none_of_the_kind"
