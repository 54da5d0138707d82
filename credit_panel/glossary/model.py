"""The words of a validator's work, each explained in a few short sentences."""

from __future__ import annotations

from credit_panel.glossary.term import Term
from credit_panel.locale import Translator


def model_terms(t: Translator) -> tuple[Term, ...]:
    """Return the words that speak of the model: who is scored by what, its worth and its policy."""
    return (*_trained(t), *_worth(t), *_policy(t))


def _trained(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "held-out",
            "decision",
            t.gettext("Held out of training"),
            t.gettext(
                "A client whose outcome served to train the model is scored everywhere, in a what-if too, by trees "
                "that were grown without them. What became of their credit is no part of what is said of them, so "
                "that their figure is as fair as a new applicant's."
            ),
        ),
        Term(
            "alone",
            "decision",
            t.gettext("Without credit histories"),
            t.gettext(
                "An application that is typed in or sent comes without the histories of earlier credits. A second "
                "model scores it, trained on the same clients without theirs: not to have sent a history is not to "
                "have none. A client of the portfolio who has none is scored by the main model."
            ),
        ),
    )


def _worth(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "auc",
            "worth",
            t.gettext("AUC"),
            t.gettext(
                "How often the model gives a client who defaulted a higher probability than one who repaid: 0.5 is "
                "chance, 1 is never wrong. It tells how well the clients are ranked, not whether the probabilities "
                "are right."
            ),
        ),
        Term(
            "gini",
            "worth",
            t.gettext("Gini"),
            t.gettext("Twice the AUC, less one: 0 is chance, 1 is a perfect ranking."),
        ),
        Term(
            "roc",
            "worth",
            t.gettext("ROC curve"),
            t.gettext(
                "For each threshold, the share of the defaults that it refuses beside the share of the repaying "
                "clients that it refuses with them. The nearer to the upper left corner, the better; the area below "
                "is the AUC."
            ),
        ),
        Term(
            "ks",
            "worth",
            t.gettext("KS"),
            t.gettext(
                "The largest distance between the shares of defaults and of repaying clients that lie below the same "
                "number of points (Kolmogorov and Smirnov): 0 is chance, 1 a clean separation."
            ),
            also=(t.gettext("Separation of the outcomes"),),
        ),
        Term(
            "precision",
            "worth",
            t.gettext("Precision and recall"),
            t.gettext(
                "Recall is the share of the defaults that are refused. Precision is the share of defaults among the "
                "refused. Refusing more raises the first and lowers the second."
            ),
            also=(t.gettext("Precision"), t.gettext("Recall")),
        ),
        Term(
            "average-precision",
            "worth",
            t.gettext("Average precision"),
            t.gettext("The precision averaged over every recall. A model that guesses reaches the default rate."),
        ),
        Term(
            "lift",
            "worth",
            t.gettext("Lift"),
            t.gettext("How many times more defaults there are among the riskiest clients than among all."),
            also=(t.gettext("Lift of the riskiest tenth"),),
        ),
        Term(
            "brier",
            "worth",
            t.gettext("Brier score"),
            t.gettext(
                "The mean square of the distance between a probability and what happened: 0 is perfect. It tells of "
                "ranking and calibration together."
            ),
        ),
        Term(
            "calibration",
            "worth",
            t.gettext("Calibration"),
            t.gettext(
                "Whether of 100 clients with a probability of 5%, 5 default. The calibration error (ECE) is the mean "
                "distance between the predicted and the observed rate, bin by bin."
            ),
            also=(t.gettext("Calibration error (ECE)"),),
        ),
        Term(
            "segment",
            "worth",
            t.gettext("Segment"),
            t.gettext(
                "A part of the clients, such as those of an age or with a first credit here, on whom the model is "
                "measured alone."
            ),
            also=(t.gettext("By segment"),),
        ),
        Term(
            "out-of-fold",
            "worth",
            t.gettext("Out of fold"),
            t.gettext(
                "Each training client is scored by a model of the same kind that was trained without them, so that "
                "the figures are those of new clients."
            ),
        ),
        Term(
            "bootstrap",
            "worth",
            t.gettext("Interval of 95%"),
            t.gettext(
                "Between which values the figure lies when the clients are drawn again at random, in 95 draws out of "
                "100 (bootstrap)."
            ),
        ),
    )


def _policy(t: Translator) -> tuple[Term, ...]:
    return (
        Term(
            "cost-ratio",
            "policy",
            t.gettext("Cost ratio"),
            t.gettext(
                "How many good clients refused cost as much as one default accepted. The threshold follows: 1 / (1 + "
                "ratio)."
            ),
        ),
        Term(
            "expected-cost",
            "policy",
            t.gettext("Expected cost"),
            t.gettext(
                "What the errors cost for each client on average, in good clients refused: each default accepted "
                "counts as many as the cost ratio says."
            ),
            also=(t.gettext("Cost a client at this ratio"), t.gettext("Cost a client")),
        ),
        Term(
            "accepted",
            "policy",
            t.gettext("Share accepted"),
            t.gettext("The share of the clients whose probability does not pass the threshold."),
            also=(t.gettext("Acceptance and default"),),
        ),
        Term(
            "default-rate",
            "policy",
            t.gettext("Default rate"),
            t.gettext("The share with payment difficulties among the clients whose outcome is known."),
            also=(
                t.gettext("Observed default"),
                t.gettext("Observed default rate"),
                t.gettext("Default rate among them"),
            ),
        ),
        Term(
            "swap",
            "policy",
            t.gettext("Who changes side"),
            t.gettext(
                "The clients for whom two policies or two models propose different outcomes, with their default "
                "rate: what a change would really do."
            ),
        ),
        Term(
            "review-level",
            "policy",
            t.gettext("Review level"),
            t.gettext(
                "The level of the interval that is held against the threshold. The higher it is, the wider that "
                "interval and the more applications come to a person; at 0% none does for being near the threshold."
            ),
            also=(t.gettext("Share to review"),),
        ),
        Term(
            "direction",
            "policy",
            t.gettext("One direction only"),
            t.gettext(
                "A rule of the training: as the feature rises the risk may only rise, or only fall, whatever the "
                "other features are."
            ),
        ),
    )
