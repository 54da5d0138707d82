"""A person's decision as it goes over the wire: what is sent, and the record of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from credit_panel.api.client_number import ClientNumberSent, DataVersionSent, RecordNumber
from credit_panel.api.decision import OutcomeName
from credit_panel.api.wire import Wire
from credit_panel.decisions.decision import LONGEST_COMMENT
from credit_panel.decisions.entries import decision_of
from credit_panel.journal.records import LONGEST_NAME, Entry

ReasonName = Literal[
    "income_proven",
    "debts_settled",
    "guarantee",
    "known_client",
    "documents_missing",
    "document_doubtful",
    "charges_missing",
    "situation_changing",
    "data_wrong",
    "lending_rule",
    "other",
]
"""The codes of the reasons, as OpenAPI lists them."""


class ProposalShown(Wire):
    """The proposal that whoever decides had before them, as a score tells it."""

    model_config = ConfigDict(extra="forbid", defer_build=False)

    model_version: str = Field(max_length=64, description="`model.version` of the score.", examples=["4ddf88c148cd"])
    outcome: OutcomeName = Field(description="`outcome` of the score.")
    probability: Annotated[float, Field(strict=True, ge=0, le=1)] | None = Field(
        default=None, description="`probability` of the score; where it is given, it has to be the present one."
    )
    data_version: DataVersionSent = Field(
        default=1, description="`data_version` of the score: the last one on file, or the decision is refused."
    )


class DecisionRequest(Wire):
    """What a person decides about a client, and what it rests on."""

    model_config = ConfigDict(
        extra="forbid",
        defer_build=False,
        json_schema_extra={
            "examples": [
                {
                    "client_id": 100005,
                    "proposal": {"model_version": "4ddf88c148cd", "outcome": "review"},
                    "decided": "review",
                    "reason": "documents_missing",
                    "person": "Anne Martin",
                }
            ]
        },
    )

    client_id: ClientNumberSent = Field(description="The client's number.")
    proposal: ProposalShown = Field(description="The proposal that was shown; one that is no longer so is refused.")
    standing: RecordNumber | None = Field(
        default=None,
        description="`standing` of the client's decisions, as it was read: null where nobody had decided. Where "
        "another decision stands by now, this one is refused.",
    )
    decided: OutcomeName = Field(description="What the person decides; `review` asks the client for documents.")
    reason: ReasonName | None = Field(
        default=None, description="Why; required where the decision is not the one that is proposed."
    )
    comment: str = Field(
        default="",
        max_length=LONGEST_COMMENT,
        description="The person's own words; required with the reason `other`.",
    )
    person: str | None = Field(
        default=None,
        max_length=LONGEST_NAME,
        description="Who decides. Required with a key, which vouches for the name, and where nobody has to log in; who "
        "is logged in is known, and leaves it out.",
    )


class DecisionRecord(Wire):
    """A decision on record."""

    sequence: int = Field(description="Number of the record in the journal.")
    hash: str = Field(description="Its link of the chain, which seals it and all before it.")
    kind: Literal["decision", "overrule", "review"] = Field(
        description="Whether it follows the proposal, goes against it, or is the second decision of another person."
    )
    at: str = Field(description="When it was recorded, ISO 8601, UTC.")
    person: str = Field(description="Who decided.")
    proposed: OutcomeName = Field(description="What the model proposed.")
    decided: OutcomeName = Field(description="What the person decided.")
    reason: ReasonName | None = Field(description="Why; null where none was given.")
    comment: str = Field(description="The person's own words: plain text, to be escaped before it is HTML.")
    probability: float = Field(description="The probability that was shown.")
    threshold: float = Field(description="The threshold of the policy then.")
    model_version: str = Field(description="Version of the model that proposed.")
    reviews: int | None = Field(description="The record that it decides again, as a review does; null for any other.")


class RecordedDecision(DecisionRecord):
    """A decision that has been recorded, and what it came to."""

    client_id: int = Field(description="The client's number.")
    journal: str = Field(description="The journal's own random name, as its anchors tell it.")


class ClientDecisions(Wire):
    """What people have decided about a client."""

    client_id: int = Field(description="The client's number.")
    standing: int | None = Field(description="Number of the decision that counts; null while nobody has decided.")
    review: Literal["requested", "overruled"] | None = Field(
        description="Why another person has to look at the case: the client asked for it, or the proposal was "
        "overruled; null where nobody has to."
    )
    decisions: list[DecisionRecord] = Field(description="Every decision, in its order.")


def record_of(entry: Entry, client_id: int) -> dict[str, Any]:
    """Return the members of a `DecisionRecord`."""
    decision = decision_of(entry, client_id)
    return {
        "sequence": entry.sequence,
        "hash": entry.hash,
        "kind": str(entry.kind),
        "at": entry.at.isoformat(),
        "person": entry.person,
        "proposed": decision.proposed.value,
        "decided": decision.decided.value,
        "reason": decision.reason or None,
        "comment": decision.comment,
        "probability": decision.probability,
        "threshold": decision.threshold,
        "model_version": decision.model_version,
        "reviews": entry.content.get("reviews"),
    }
