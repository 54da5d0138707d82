"""What the methodology note says of every model of this product, in short what the notebook says at length."""

from __future__ import annotations

from dataclasses import dataclass, replace

from credit_panel.charts.model.imported import imported_made, imported_measured
from credit_panel.locale import Translator
from credit_panel.scoring.manifest import Manifest


@dataclass(frozen=True, slots=True)
class MethodWords:
    """Paragraphs by the choice that they explain."""

    data: str
    features: tuple[str, ...]
    trees: tuple[str, ...]
    worth: str
    cost: str
    calibration: str
    points: str
    interval: tuple[str, ...]
    unequal: str
    recourse: str
    recourse_without_scores: str


def method_words(t: Translator, manifest: Manifest) -> MethodWords:
    """Return the note's paragraphs; of a model that was trained elsewhere, what is known of it."""
    words = _method_words(t)
    if manifest.imported is None:
        return words
    made, unknown = imported_made(manifest, t)
    return replace(
        words,
        features=(words.features[0], words.features[2]),
        trees=(made,),
        worth=imported_measured(t),
        calibration=made,
        interval=(unknown,),
        unequal=unknown,
        recourse=t.gettext(
            "The search changes amount, term, income and debts elsewhere, never age, family or place of life, and "
            "looks for the smallest changes that the policy would accept. Each proposal goes through the same features "
            "and model; whether models of other clients would accept it too is not known. It is a statement about the "
            "model, and no promise of a credit."
        ),
    )


def _method_words(t: Translator) -> MethodWords:
    return MethodWords(
        data=t.gettext(
            "One row an application for a consumer credit, with seven tables of history (Home Credit Default Risk). "
            "What became of it is known for the training part alone."
        ),
        features=(
            t.gettext(
                "Amounts are related to income and to each other; histories are counted, averaged and set in time. A "
                "client without history has missing values, which the trees route on their own."
            ),
            t.gettext(
                "Where the direction is well founded it is a constraint, on the field and on every feature that is "
                "worked out from it: whoever changes such a field the safe way loses no points. Of the amount and the "
                "instalment only both together, over the same term, have a direction."
            ),
            t.gettext(
                "Left out are protected characteristics, their proxies, data of third parties, what says nothing of "
                "the client, and the indices of an applicant's building, for which no reason could be given."
            ),
        ),
        trees=(
            t.gettext(
                "In each of five stratified folds the features are ranked by their share of gain in a few trees, and "
                "the number of trees is found on clients set apart; then the trees are grown. The held-out fold takes "
                "no part in any of it. The model keeps the features with the largest mean share and the median number "
                "of trees, brought from a fold's clients to all."
            ),
            t.gettext(
                "A client who trained it is scored everywhere by trees that were grown without them and their part of "
                "the training clients, calibrated in the same way: what became of their credit is no part of their "
                "probability."
            ),
            t.gettext(
                "Not to have sent credit histories is not to have none: an application that comes without them is "
                "scored by a second model, trained on the same clients and folds without what their histories tell."
            ),
        ),
        worth=t.gettext(
            "AUC, Gini and KS say whether defaults rank above the others; the Brier score and the calibration error "
            "say whether a probability means what it says. All are out of fold, with bootstrap intervals over the "
            "clients; none comes from a threshold, which is a matter of cost."
        ),
        cost=t.gettext(
            "With calibrated probabilities the expected cost is least when everyone above 1 / (1 + cost ratio) is "
            "refused (Elkan, 2001), the ratio being what an accepted default costs in good clients refused. The "
            "threshold follows from the ratio and is not tuned; the measured cost is only asked whether it agrees."
        ),
        calibration=t.gettext(
            "A straight line in log-odds (Platt, 1999), fitted on out-of-fold margins, so that contributions stay "
            "additive after it. Whether the remaining error is more than chance is told by drawing outcomes from the "
            "probabilities themselves, and measuring the error on these again and again."
        ),
        points=t.gettext(
            "Points are log-odds on another scale. A feature's contribution is its exact Shapley value for the trees "
            "(TreeSHAP, Lundberg et al., 2020), times the slope of calibration and scale: base points and "
            "contributions make the client's points, and the same arithmetic stands behind every sentence that a "
            "client reads."
        ),
        interval=(
            t.gettext(
                "The interval says how far another sample of clients would have moved a probability. Outcomes are "
                "drawn from the trained model, which is then the known truth; the model is trained again on them, and "
                "clients held out of it are compared with the truth (a parametric bootstrap). The interval is as "
                "wide as eight in ten of these distances in log-odds, widened by a tenth for what the simulation "
                "leaves out."
            ),
            t.gettext(
                "A proposal is a review where the interval of the policy's review level straddles the threshold."
            ),
            t.gettext(
                "Unless the policy says otherwise, so is that of an application which lacks external scores, where bad "
                "ones in place of all or some of them would have made it worse. A score is bad when one in ten of the "
                "training clients' is lower: nobody whose scores are that good or better gains by keeping them back. "
                "Of the worst tenth some still do: to hold missing scores against the worst that there can be sent "
                "nearly twice as many of 30,361 real applications to review."
            ),
        ),
        unequal=t.gettext(
            "The interval is about the sample of clients alone: not about change over time, and no wider for a client "
            "unlike all others."
        ),
        recourse=t.gettext(
            "The search changes amount, term, income and debts elsewhere, never age, family or place of life, and "
            "looks for the smallest changes that the policy would accept. Each proposal goes through the same features "
            "and model. First come those whose interval lies whole under the threshold, so that models of other "
            "clients would accept them too; when there is none, those that this model accepts by a small "
            "margin, which models of other clients might send to review. It is a statement about the model, and no "
            "promise of a credit."
        ),
        recourse_without_scores=t.gettext(
            "Who lacks external scores is proposed changes that are accepted whatever these turn out to be, down to a "
            "bad one, and told whether about usual scores would do without a change. Where no change is accepted so, "
            "those are proposed that would be once the scores are known and about usual or better."
        ),
    )
