"""Scores and outcomes are given by name: scikit-learn takes them in the other order, and both are arrays of numbers."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module

import numpy as np
import pytest

import credit_panel.scoring
from credit_panel.scoring import evaluate

SCORES = {"probability", "score", "margin", "scores", "first", "second"}


def functions_of_scores() -> Iterator[Callable[..., object]]:
    """Every public function of the scoring that takes arrays of scores and of outcomes."""
    for module in pkgutil.iter_modules(credit_panel.scoring.__path__):
        found = import_module(f"credit_panel.scoring.{module.name}")
        for name, function in vars(found).items():
            if inspect.isfunction(function) and function.__module__ == found.__name__ and not name.startswith("_"):
                arrays = {p.name for p in parameters(function) if p.annotation == "np.ndarray"}
                if "target" in arrays and arrays & SCORES:
                    yield function


def parameters(function: Callable[..., object]) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())


def test_outcomes_are_given_by_name_alone() -> None:
    functions = list(functions_of_scores())
    assert len(functions) >= 8
    taken = [
        f.__name__ for f in functions for p in parameters(f) if p.name == "target" and p.kind is not p.KEYWORD_ONLY
    ]
    assert taken == []


def test_the_order_of_scikit_learn_is_no_answer() -> None:
    random = np.random.default_rng(0)
    p = random.random(500)
    target = (random.random(500) < p).astype(float)
    with pytest.raises(TypeError, match="positional"):
        evaluate(target, p)
    assert evaluate(probability=p, target=target).auc > 0.7
