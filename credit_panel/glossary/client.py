"""The words of an advisor's work, each explained in a few short sentences."""

from __future__ import annotations

from credit_panel.glossary.term import Term
from credit_panel.locale import Translator


def client_terms(t: Translator) -> tuple[Term, ...]:
    """Return the words that speak of one application, of its past, and of those beside it."""
    return (*_decision(t), *_explanation(t), *_portfolio(t), *_request(t), *_past(t))


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
            also=(t.gettext("Probability"), t.gettext("Mean probability of default")),
        ),
        Term(
            "interval",
            "decision",
            t.gettext("Interval"),
            t.gettext(
                "Between which two values this estimate would have come out 8 times in 10, had the model learnt from "
                "other clients, measured on simulated outcomes. What changes with time is not in it."
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
            also=(t.gettext("Mean points"),),
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
                "What the model proposes: acceptance where the probability lies under the grey zone about the "
                "threshold, refusal where it lies above that zone, and a review inside it. The advisor decides."
            ),
            also=(t.gettext("Outcome"), t.gettext("Acceptance proposed"), t.gettext("Refusal proposed")),
        ),
        Term(
            "review",
            "decision",
            t.gettext("Grey zone, to review"),
            t.gettext(
                "So near the threshold that a model which had learnt from other clients might well propose the "
                "opposite. A person looks at it and may ask for documents. The lender sets how wide the zone is. An "
                "application that lacks an external score goes to review too where a bad one, such that one known "
                "score in ten is lower, would have made the proposal worse: nobody whose score is that good or better "
                "gains by keeping it back."
            ),
            also=(t.gettext("To review"),),
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
            also=(
                t.gettext("What counts, in points"),
                t.gettext("What the changes move, in points"),
                t.gettext("What moves the points"),
            ),
        ),
        Term(
            "theme",
            "explanation",
            t.gettext("Theme"),
            t.gettext("Features that speak of the same thing, such as the budget, with their points added up."),
            also=(t.gettext("Theme by theme"),),
        ),
        Term(
            "usual",
            "explanation",
            t.gettext("Usual value"),
            t.gettext(
                "The value in the middle among the clients the model learnt from, or for a category the most frequent."
            ),
            also=(t.gettext("Usual"),),
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
            also=(t.gettext("What would be accepted?"),),
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
            also=(t.gettext("Most similar clients"),),
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
            also=(t.gettext("defaulted"),),
        ),
    )


def _past(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "elsewhere",
            "past",
            t.gettext("Credits elsewhere"),
            t.gettext(
                "Credits in other institutions, as the credit bureau reports them: some month by month, others by "
                "their latest state alone."
            ),
            also=(t.gettext("Elsewhere"),),
        ),
        Term(
            "arrears",
            "past",
            t.gettext("Arrears"),
            t.gettext("A month is in arrears when something due was still unpaid when that month was reported."),
            also=(t.gettext("months in arrears"),),
        ),
        Term(
            "late",
            "past",
            t.gettext("Instalment paid late"),
            t.gettext("An instalment whose payment came after its due date, by one day or more."),
            also=(t.gettext("instalments paid late"), t.gettext("Instalments paid late or early")),
        ),
        Term(
            "card-use",
            "past",
            t.gettext("Use of the card limit"),
            t.gettext("What is owed on a credit card over the most that may be owed on it."),
            also=(t.gettext("of the card limit in use"), t.gettext("Use of credit cards with us")),
        ),
    )
