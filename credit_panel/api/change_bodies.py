"""A change of a client's data as it is sent."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from credit_panel.api.application_schema import Changes
from credit_panel.api.wire import Wire
from credit_panel.decisions.decision import LONGEST_COMMENT
from credit_panel.journal.records import LONGEST_NAME


class ChangeRequest(Wire):
    """What is different about a client from now on, and why."""

    model_config = ConfigDict(
        extra="forbid",
        defer_build=False,
        json_schema_extra={
            "examples": [
                {
                    "changes": {"AMT_INCOME_TOTAL": 180000, "OCCUPATION_TYPE": "Core staff"},
                    "reason": "Pay slip of June 2026, seen by the branch",
                    "person": "Anne Martin",
                }
            ]
        },
    )

    changes: Changes = Field(description="New values by field of the application, as for a what-if.")
    reason: str = Field(
        max_length=LONGEST_COMMENT, description="Why, in a person's words, such as what proves it; it may not be empty."
    )
    person: str | None = Field(
        default=None,
        max_length=LONGEST_NAME,
        description="Who changes them. Required with a key, which vouches for the name, and where nobody has to log "
        "in; who is logged in is known, and leaves it out.",
    )
