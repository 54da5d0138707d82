"""The words of credit scoring that the pages use, each explained in a few short sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from credit_panel.locale import Translator

Group = Literal["decision", "explanation", "portfolio", "request"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the pages.

    Parameters
    ----------
    key
        Its name in the address, ``term=threshold``.
    group
        Under which heading of the glossary it stands.
    name, text
        The word and its explanation, in the reader's language.
    """

    key: str
    group: Group
    name: str
    text: str


def group_names(t: Translator) -> dict[Group, str]:
    """Return the headings of the glossary's words, in their order."""
    return {
        "decision": t.gettext("The decision"),
        "explanation": t.gettext("The explanation"),
        "portfolio": t.gettext("The portfolio"),
        "request": t.gettext("The request"),
    }


def terms(t: Translator) -> dict[str, Term]:
    """Return every word by its key, in the glossary's order."""
    listed = (*_decision(t), *_explanation(t), *_portfolio(t), *_request(t))
    return {term.key: term for term in listed}


def _decision(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "probability",
            "decision",
            t.gettext("Probability of default"),
            t.gettext(
                "How many applications out of 100 like this one meet payment difficulties, by what happened to past "
                "clients. It is an estimate: it says how often, not who."
            ),
        ),
        Term(
            "interval",
            "decision",
            t.gettext("Interval"),
            t.gettext(
                "Between which two values the probability lies, given how many past clients it was checked against. "
                "A wide interval means that few of them resemble this application."
            ),
        ),
        Term(
            "threshold",
            "decision",
            t.gettext("Threshold"),
            t.gettext(
                "The probability above which lending costs more than it brings. It follows from what a default costs "
                "beside what a refused good client costs; the lender sets that ratio."
            ),
        ),
        Term(
            "points",
            "decision",
            t.gettext("Points"),
            t.gettext(
                "The probability on a scale that adds up: 600 points are a probability of 5%, and 50 points more "
                "halve the odds of a default. More points are safer."
            ),
        ),
        Term(
            "grade",
            "decision",
            t.gettext("Risk grade"),
            t.gettext("The probability in six bands, from A, the safest, to F. Grade D ends at the threshold."),
        ),
        Term(
            "outcome",
            "decision",
            t.gettext("Proposed outcome"),
            t.gettext(
                "What the model proposes: acceptance where the whole interval lies under the threshold, refusal where "
                "it lies above, and otherwise a review. The advisor decides."
            ),
        ),
        Term(
            "review",
            "decision",
            t.gettext("Grey zone, to review"),
            t.gettext(
                "The interval holds the threshold: the data alone does not tell which side the application is on. A "
                "person looks at it and may ask for documents."
            ),
        ),
        Term(
            "held-out",
            "decision",
            t.gettext("Estimated without this client's outcome"),
            t.gettext(
                "For a client whose outcome served to train the model, the probability that a model trained without "
                "them gives. It is the fair figure to judge the model by; the decision uses the final model."
            ),
        ),
    )


def _explanation(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "contribution",
            "explanation",
            t.gettext("Contribution"),
            t.gettext(
                "The points that one feature adds or takes, beside an application of which nothing is known. The "
                "start and all contributions add up to the client's points exactly."
            ),
        ),
        Term(
            "theme",
            "explanation",
            t.gettext("Theme"),
            t.gettext("Features that speak of the same thing, such as the budget, with their points added up."),
        ),
        Term(
            "usual",
            "explanation",
            t.gettext("Usual value"),
            t.gettext(
                "The value in the middle among the clients the model learnt from, or for a category the most frequent."
            ),
        ),
        Term(
            "strength",
            "explanation",
            t.gettext("Average strength"),
            t.gettext(
                "By how many points a feature moves an application of the portfolio on average, up or down: what "
                "counts in general, beside what counts for this client."
            ),
        ),
        Term(
            "scenario",
            "explanation",
            t.gettext("What-if"),
            t.gettext(
                "The same application with some fields changed, scored anew with all that follows from them. It is "
                "never saved and decides nothing."
            ),
        ),
        Term(
            "recourse",
            "explanation",
            t.gettext("Way to an acceptance"),
            t.gettext(
                "The smallest changes to the amount, the term, the documented income or the debts elsewhere with which "
                "acceptance would be proposed. Each one is scored like any application."
            ),
        ),
    )


def _portfolio(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "percentile",
            "portfolio",
            t.gettext("Percentile of risk"),
            t.gettext(
                "Where the client stands among all applications of the portfolio: at the 30th percentile, 30 out of "
                "100 are less risky."
            ),
        ),
        Term(
            "cohort",
            "portfolio",
            t.gettext("Cohort"),
            t.gettext("The clients that meet conditions you choose, such as an age or a contract, to compare with."),
        ),
        Term(
            "similar",
            "portfolio",
            t.gettext("Similar clients"),
            t.gettext("The 50 clients whose features move their points most like this client's."),
        ),
        Term(
            "lever",
            "portfolio",
            t.gettext("Lever"),
            t.gettext("What the applicant can act on: the request, a document to bring, a debt to repay."),
        ),
    )


def _request(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "instalment",
            "request",
            t.gettext("Instalment"),
            t.gettext(
                "What is repaid at each due date, interest included. The data has no currency, so none is shown."
            ),
        ),
        Term(
            "effort",
            "request",
            t.gettext("Instalment over income"),
            t.gettext("The share of the declared income that the instalment of this credit takes."),
        ),
        Term(
            "default",
            "request",
            t.gettext("Payment difficulties"),
            t.gettext(
                "A client counts as defaulted who paid late by more than a set number of days on one of the first "
                "instalments of the credit."
            ),
        ),
    )
