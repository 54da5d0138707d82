"""Prices: what the model would gain in AUC were one of the rules that it is held to lifted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, get_args

import numpy as np

from credit_panel.home_credit.catalogue.fields import Exclusion
from credit_panel.home_credit.catalogue.jurisdictions import DEFAULT, Jurisdiction
from credit_panel.progress import track
from credit_panel.scoring.candidates import barred_features, catalogue_candidates, excluded_fields
from credit_panel.scoring.comparison import Gain, auc_gain

Rule = Exclusion | Literal["exclusions", "jurisdiction", "constraints"]

RULES: tuple[Rule, ...] = (*get_args(Exclusion), "exclusions", "jurisdiction", "constraints")
"""Each reason why fields are kept out, all of these together, what the law of the jurisdiction bars beside them, and
the monotone constraints."""


@dataclass(frozen=True, slots=True)
class RuleCost:
    """What one rule costs.

    Parameters
    ----------
    rule
        The rule that was lifted: its fields offered to the model, or its features left free of a direction.
    columns
        Which these are.
    gain
        How much more AUC the model has without the rule, on the same folds.
    probability
        Out-of-fold probability of every training client without the rule, shape (n,).
    """

    rule: Rule
    columns: tuple[str, ...]
    gain: Gain
    probability: np.ndarray

    def as_json(self) -> dict[str, object]:
        """Return what the manifest keeps: no client's probability."""
        return {"rule": self.rule, "columns": len(self.columns), "gain": asdict(self.gain)}


def measure_rule_costs(
    rules: Sequence[Rule],
    candidates: Mapping[str, int],
    columns: Collection[str],
    held_out: Callable[[Mapping[str, int]], np.ndarray],
    *,
    probability: np.ndarray,
    target: np.ndarray,
    jurisdiction: Jurisdiction = DEFAULT,
    seed: int = 0,
) -> tuple[RuleCost, ...]:
    """Lift one rule after the other and measure what each costs.

    Parameters
    ----------
    rules
        Which to lift; one that holds back nothing here has no price.
    candidates
        The features that the model may use, each with its monotone direction.
    columns
        The columns that could be used.
    held_out
        Returns the out-of-fold probabilities, shape (n,), of a model trained in the same way on other candidates.
    probability
        Those of the model itself, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,).
    jurisdiction
        Whose law bars fields.
    seed
        Seed of the bootstrap.
    """
    rule_costs = []
    free = catalogue_candidates(jurisdiction="none")
    with track("Measuring the price of each rule", total=len(rules)) as step:
        for rule in rules:
            held_back = _held_back(rule, candidates, columns, jurisdiction)
            if held_back:
                lifted = {name: free[name] if rule == "jurisdiction" else 0 for name in held_back}
                without = held_out({**candidates, **lifted})
                gain = auc_gain(probability, without, target=target, seed=seed)
                rule_costs.append(RuleCost(rule, held_back, gain, without))
            step.advance()
    return tuple(rule_costs)


def _held_back(
    rule: Rule, candidates: Mapping[str, int], columns: Collection[str], jurisdiction: Jurisdiction
) -> tuple[str, ...]:
    """Return the columns that a rule keeps out of the model, or binds to a direction."""
    if rule == "jurisdiction":
        return tuple(name for name in barred_features(jurisdiction) if name in columns and name not in candidates)
    if rule == "constraints":
        return tuple(name for name, direction in candidates.items() if direction)
    excluded = excluded_fields()
    names = [name for why in excluded for name in excluded[why] if rule in ("exclusions", why)]
    return tuple(name for name in names if name in columns)
