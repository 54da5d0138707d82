"""The words of an audit, of groups of clients and of what has moved since the training, each explained."""

from __future__ import annotations

from credit_panel.glossary.term import Term
from credit_panel.locale import Translator


def audit_terms(t: Translator) -> tuple[Term, ...]:
    """Return the words that speak of fairness and of drift."""
    return (*_fairness(t), *_drift(t))


def _fairness(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "group-acceptance",
            "fairness",
            t.gettext("Accepted or to review"),
            t.gettext("The share of a group that is not proposed for refusal: a review leaves the door open."),
        ),
        Term(
            "acceptance-ratio",
            "fairness",
            t.gettext("Acceptance ratio"),
            t.gettext(
                "The share of a group that is not proposed for refusal, over that of the group with the highest. "
                "Under 0.80 it is marked: a warning line, no law."
            ),
        ),
        Term(
            "good-refused",
            "fairness",
            t.gettext("Repaid, yet refused"),
            t.gettext("Of those in the group who repaid, the share proposed for refusal."),
        ),
        Term(
            "bad-accepted",
            "fairness",
            t.gettext("Defaulted, not refused"),
            t.gettext("Of those in the group who defaulted, the share not proposed for refusal."),
        ),
    )


def _drift(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "drift",
            "drift",
            t.gettext("Drift"),
            t.gettext(
                "Applications that differ from those the model learnt from. It says that they changed, not that the "
                "model became worse."
            ),
            also=(t.gettext("Drift since the training"),),
        ),
        Term(
            "psi",
            "drift",
            t.gettext("Index (PSI)"),
            t.gettext(
                "The population stability index: how far a distribution has moved. It is customarily read as moved "
                "above 0.10 and as moved far above 0.25; small samples pass these lines by chance."
            ),
            also=(t.gettext("What moved, most first"),),
        ),
    )
