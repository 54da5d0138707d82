"""Explanations: what counted for and against a client, in points and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field

from credit_panel.api.client_number import ClientNumber
from credit_panel.api.data_on_file import AskedVersion, StandBody, client_data, stand_of
from credit_panel.api.decision import DecisionBody, Value, decision_of, warnings_of
from credit_panel.api.errors import HistoriesRoute, SentenceRoute
from credit_panel.api.language import Spoken
from credit_panel.api.problems import FieldProblemBody, problems
from credit_panel.api.routes.scores import ScoreRequest
from credit_panel.api.sent_applications import scored_alone
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.home_credit.catalogue import THEMES
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.locale import Translator
from credit_panel.scoring import (
    Explanation,
    Reason,
    Reasons,
    ThemeContribution,
    by_theme,
    paragraph,
    points_otherwise,
    reasons_of,
)
from credit_panel.scoring.reasons import evidence_words

ROUTER = APIRouter(tags=["explanations"], route_class=SentenceRoute)
ONE = APIRouter(tags=["explanations"], route_class=HistoriesRoute)


class ThemeBody(Wire):
    """What one theme did to the points."""

    theme: str = Field(description="Key of the theme.")
    label: str = Field(description="Its name, in the language of the answer.")
    points: float = Field(description="Sum over its features; negative is adverse, positive favourable.")
    features: list[str] = Field(description="Its features, strongest first.")


class ReasonBody(Wire):
    """One principal reason; nothing that may not be told is any."""

    theme: str = Field(description="Key of the theme.")
    label: str = Field(description="Its name, in the language of the answer.")
    points: float = Field(description="Points of those of its features that may be told.")
    feature: str = Field(description="The feature that shows it.")
    value: Value = Field(description="The client's value; null when missing.")
    reference: Value = Field(description="The usual value.")
    words: str = Field(description="The feature and its value, as people read them.")
    points_otherwise: float | None = Field(
        description="The client's points with all of the theme as it usually is and the rest as it is; null for what "
        "counts in favour, and where it would bring nothing."
    )


class ExplanationBody(DecisionBody):
    """A decision explained: features, themes, principal reasons, and a paragraph."""

    language: Literal["fr", "en"] = Field(description="Language of the words.")
    themes: list[ThemeBody] = Field(description="Every theme, strongest first; they add up as the features do.")
    adverse: list[ReasonBody] = Field(description="At most four reasons against, strongest first.")
    supporting: list[ReasonBody] = Field(description="At most four reasons in favour, strongest first.")
    paragraph: list[str] = Field(description="The decision in sentences: plain text, to be escaped before it is HTML.")


class ExplainedClient(ExplanationBody, StandBody):
    """The same of a client, and which of their data it rests on."""


class ExplainedApplication(ExplanationBody):
    """The same of an application, and what is unusual about it."""

    warnings: list[FieldProblemBody] = Field(
        default=[], description="Values that no client of the portfolio comes near: scored, and less sure."
    )


@ROUTER.get(
    "/clients/{client_id}/explanation",
    response_model=ExplainedClient,
    responses=problems(404, 422, 503),
    operation_id="explain_client",
)
def explain_client(served: Served, client_id: ClientNumber, t: Spoken, version: AskedVersion = None) -> ExplainedClient:
    """Explain a client's decision, in the words of the page."""
    data = client_data(served, client_id, version)
    reasons = reasons_of(data.explanation)
    otherwise = points_otherwise(served.scorer, data.row, reasons)
    return ExplainedClient(**_explained(data.explanation, reasons, otherwise, t), **stand_of(data))


@ONE.post(
    "/score/explanation",
    response_model=ExplainedApplication,
    responses=problems(413, 415, 422, 503),
    operation_id="explain_application",
)
def explain_application(served: Served, request: ScoreRequest, t: Spoken) -> ExplainedApplication:
    """Score an application that is in no portfolio, as `/score` does, and explain it in the words of the page."""
    scorer, features, explanation, unseen = scored_alone(served, request)
    reasons = reasons_of(explanation)
    otherwise = points_otherwise(scorer, features, reasons)
    return ExplainedApplication(**_explained(explanation, reasons, otherwise, t), warnings=warnings_of(unseen))


def _explained(
    explanation: Explanation, reasons: Reasons, otherwise: Mapping[Theme, float], t: Translator
) -> dict[str, Any]:
    """Return the members of an `ExplanationBody`."""
    return {
        **decision_of(explanation),
        "language": t.language,
        "themes": [_theme(found, t) for found in by_theme(explanation)],
        "adverse": [_reason(reason, t, otherwise.get(reason.theme)) for reason in reasons.adverse],
        "supporting": [_reason(reason, t, None) for reason in reasons.supporting],
        "paragraph": list(paragraph(explanation, t, otherwise)),
    }


def _theme(found: ThemeContribution, t: Translator) -> ThemeBody:
    features = [c.feature for c in found.contributions]
    return ThemeBody(theme=found.theme, label=label_of(found.theme, t), points=found.points, features=features)


def _reason(reason: Reason, t: Translator, otherwise: float | None) -> ReasonBody:
    evidence = reason.evidence
    return ReasonBody(
        theme=reason.theme,
        label=label_of(reason.theme, t),
        points=reason.points,
        feature=evidence.feature,
        value=evidence.value,
        reference=evidence.reference,
        words=evidence_words(evidence, t),
        points_otherwise=otherwise,
    )


def label_of(theme: Theme, t: Translator) -> str:
    """Return the name of a theme."""
    return THEMES[theme][t.language]
