"""What a model card says, in the reader's language: the words that hold for every model, and the facts of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from credit_panel.charts.model.cost import ratio_words
from credit_panel.charts.model.imported import imported_facts, imported_made, imported_measured
from credit_panel.charts.model.jurisdiction import jurisdiction_facts
from credit_panel.charts.model.metrics import DIGITS, metric_interval, metric_name
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.locale import Translator
from credit_panel.scoring.manifest import Manifest

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CardWords:
    """What is said of every model of this product.

    Parameters
    ----------
    synthetic
        Of invented clients.
    purpose, target
        What it is for, and what it predicts.
    measured
        How it was measured.
    made
        How it is made, a paragraph each.
    limits
        Where it ends.
    """

    synthetic: str
    purpose: str
    target: str
    measured: str
    made: tuple[str, ...]
    limits: tuple[str, ...]


def card_words(t: Translator, manifest: Manifest) -> CardWords:
    """Return what is said of every model; of one that was trained elsewhere, what is known."""
    words = _card_words(t)
    if manifest.imported is None:
        return words
    return replace(words, measured=imported_measured(t), made=imported_made(manifest, t))


def _card_words(t: Translator) -> CardWords:
    return CardWords(
        synthetic=t.gettext(
            "Synthetic data: these clients do not exist. The figures show how the tool works and say nothing of real "
            "borrowers."
        ),
        purpose=t.gettext(
            "Estimates the probability that an applicant for consumer credit meets payment difficulties, to propose an "
            "outcome that a person decides on. Not made to set prices, to choose whom to advertise to, or to decide "
            "without a person."
        ),
        target=t.gettext(
            "TARGET of Home Credit Default Risk: 1 when the client was late by more than a set number of days on one "
            "of the first instalments of the credit, 0 otherwise. It tells of early difficulties: neither of the loss "
            "nor of default as regulation defines it."
        ),
        measured=t.gettext("Out of fold, on the training clients, with bootstrap intervals of 95%."),
        made=(
            t.gettext(
                "Gradient boosted trees with native categories and missing values, calibrated by a sigmoid in log-odds "
                "on out-of-fold margins, with an interval that says how far another sample of clients would have moved "
                "the probability. Points are a straight line in log-odds, so that contributions add up to them."
            ),
            t.gettext(
                "A client who trained it is scored everywhere by trees that were grown without them and their part of "
                "the training clients, calibrated in the same way: what became of their credit is no part of their "
                "probability."
            ),
        ),
        limits=(
            t.gettext(
                "It knows accepted clients only: nobody knows what those who were refused before would have done."
            ),
            t.gettext(
                "The source has no dates: it cannot be tested on a later period, and drift against new applications "
                "has to be watched."
            ),
            t.gettext("It leans on external scores whose making is not known here."),
            t.gettext(
                "Leaving a protected characteristic out does not remove its traces from other features: see the "
                "fairness figures."
            ),
            t.gettext("Contributions say what moved the model, not what causes a default."),
        ),
    )


def metric_rows(manifest: Manifest, t: Translator) -> list[tuple[str, str, str]]:
    """Return the name, value and interval of each headline figure."""
    metrics = manifest.metrics
    return [
        (metric_name(key, t), t.number(metrics[key], digits), metric_interval(metrics, key, digits, t))
        for key, digits in DIGITS.items()
    ]


def data_facts(manifest: Manifest, t: Translator) -> Facts:
    """Return what it was trained on."""
    training = manifest.training
    window = t.gettext(
        "clients {first} to {last}; the source gives no dates, so no period can be named",
        first=str(training["first_id"]),
        last=str(training["last_id"]),
    )
    return [
        (t.gettext("Applications"), t.number(training["applications"])),
        *_sample(training.get("sample"), t),
        (
            t.gettext("Defaults"),
            f"{t.number(training['defaults'])} ({t.percent(manifest.metrics['default_rate'])})",
        ),
        (t.gettext("Window"), window),
        (t.gettext("Imported on") if manifest.imported else t.gettext("Trained on"), t.date(manifest.trained_at)),
    ]


def model_facts(manifest: Manifest, t: Translator) -> Facts:
    """Return what it is made of."""
    if manifest.imported:
        return [*imported_facts(manifest, t), *_alone(manifest, t)]
    training = manifest.training
    tuned = t.gettext("searched") if training["tuning"] else t.gettext("fixed settings, no search")
    return [
        (
            t.gettext("Features"),
            t.gettext("{n} chosen of {tried}", n=len(manifest.features), tried=training["candidates"]),
        ),
        (t.gettext("One direction only"), t.ngettext("{n} feature", "{n} features", len(manifest.directions))),
        (t.gettext("Settings"), tuned),
        *_alone(manifest, t),
        *jurisdiction_facts(manifest, t),
        (t.gettext("Seed"), str(training["seed"])),
    ]


def policy_facts(manifest: Manifest, t: Translator) -> Facts:
    """Return its policy and scale."""
    scale, policy = manifest.scale, manifest.policy
    points = t.gettext(
        "{base} points at {rate}, {pdo} points double the odds",
        base=t.number(scale.base),
        rate=t.percent(scale.base_probability),
        pdo=t.number(scale.pdo),
    )
    return [
        (t.gettext("Cost ratio"), ratio_words(policy.cost_ratio, t)),
        (t.gettext("Threshold"), t.percent(policy.threshold, 2)),
        (
            t.gettext("Review level"),
            t.gettext("none: there is no interval") if manifest.imported else t.percent(policy.review_level),
        ),
        (
            t.gettext("External score not supplied"),
            t.gettext("reviewed where a bad one (one known score in ten is lower) would make the proposal worse")
            if policy.review_missing_scores
            else t.gettext("no reason for a review"),
        ),
        (t.gettext("Scale"), points),
    ]


def features_by_theme(manifest: Manifest, t: Translator) -> list[tuple[str, list[str]]]:
    """Return the labels of its features by theme, the largest theme first."""
    themes: dict[str, list[str]] = {}
    for name in manifest.features:
        themes.setdefault(THEMES[FIELDS[name].theme][t.language], []).append(t.label(name))
    return sorted(themes.items(), key=lambda item: -len(item[1]))


def _sample(sample: Mapping[str, int] | None, t: Translator) -> Facts:
    """Return what the training clients were drawn from, nothing where they are all of known outcome."""
    if sample is None:
        return []
    told = t.gettext(
        "drawn at random, by the seed, within each outcome, from {clients} of known outcome, of whom {rate} defaulted",
        clients=t.number(sample["drawn_from"]),
        rate=t.percent(sample["defaults"] / sample["drawn_from"]),
    )
    return [(t.gettext("Sample"), told)]


def _alone(manifest: Manifest, t: Translator) -> Facts:
    """Return what the model of applications alone is worth, nothing where there is none."""
    alone = manifest.alone
    if alone is None:
        return []
    known = {"auc": t.number(alone.metrics["auc"], 3), "ece": t.number(alone.metrics["ece"], 4)}
    words = (
        t.gettext("the same trees, calibrated without them: AUC {auc}, calibration error {ece}", **known)
        if manifest.imported
        else t.gettext(
            "a second model of {n} features: AUC {auc}, calibration error {ece}", n=len(alone.features), **known
        )
    )
    return [(t.gettext("Without credit histories"), words)]
