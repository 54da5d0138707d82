"""The leaves of a model's trees: how low the margin can be while the features lie between bounds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xgboost as xgb


@dataclass(frozen=True, slots=True)
class Leaves:
    """The trees of a booster as leaves, each with the answers that lead to it.

    Parameters
    ----------
    base
        Margin before the first tree.
    feature, limit, missing_left
        Of each node: the column it asks about, the value under which a client goes left, and whether a client goes
        left whose value is missing; shape (nodes,).
    categories
        Codes with which a client goes right at a node that asks about a category, filled up with -1; all of them -1
        at the other nodes; shape (nodes, most codes).
    answers
        Answers that lead to each leaf: the number of a node for going left there, as many more as there are nodes for
        going right, and twice their number where nothing more is asked; shape (leaves, depth).
    value, tree
        What each leaf adds to the margin, and the number of its tree, rising; shape (leaves,).

    Notes
    -----
    Chen, H. et al. (2019), Robustness Verification of Tree-based Models, NeurIPS: each tree gives at least the least
    of the leaves that the bounds allow, so these add up to no more than the margin of any client between the bounds.
    """

    base: np.floating
    feature: np.ndarray
    limit: np.ndarray
    missing_left: np.ndarray
    categories: np.ndarray
    answers: np.ndarray
    value: np.ndarray
    tree: np.ndarray

    @classmethod
    def of(cls, booster: xgb.Booster) -> Leaves:
        """Return the leaves of `booster`."""
        model = json.loads(booster.save_raw("json"))["learner"]
        trees = model["gradient_booster"]["model"]["trees"]
        prior = np.float32(model["learner_model_param"]["base_score"].strip("[]"))
        sizes = [len(tree["parents"]) for tree in trees]

        def every(key: str) -> np.ndarray:
            return np.concatenate([tree[key] for tree in trees])

        start = np.repeat(np.cumsum([0, *sizes[:-1]]), sizes)
        leaf = np.flatnonzero(every("left_children") < 0)
        limit = every("split_conditions").astype(np.float32)
        return cls(
            base=-np.log(1 / prior - 1),
            feature=every("split_indices"),
            limit=limit,
            missing_left=every("default_left").astype(bool),
            categories=_categories(trees),
            answers=_answers(leaf, every("parents") + start, every("right_children") + start),
            value=limit[leaf],  # a leaf keeps its value where a node keeps its limit
            tree=np.repeat(np.arange(len(trees)), sizes)[leaf],
        )

    def least(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Return what the margin is at least between bounds, shape (n,); where both are one client, the margin.

        Parameters
        ----------
        low, high
            Bounds of each feature, shape (n, features), as the trees read them. A category is the same in both; NaN,
            in both, stands for a value that is missing.
        """
        if not len(low):
            return np.empty(0)
        absent = np.isnan(low)
        # what no row reaches is left out first, and where one leaf is left all rows share it: few features differ
        widest = np.fmin.reduce(low)[None], np.fmax.reduce(high)[None], absent.any(axis=0)[None]
        possible = self._reached(self.answers, *widest)[:, 0]
        shared = possible & (np.bincount(self.tree[possible])[self.tree] == 1)
        several = possible & ~shared
        # the prior and the trees are added up in the order and width of the library, so that rounding moves no bound
        parts = np.empty((2 + self.tree[-1], len(low)), dtype=self.value.dtype)
        parts[0] = self.base
        parts[1 + self.tree[shared]] = self.value[shared, None]
        if several.any():
            reached = self._reached(self.answers[several], low, high, absent)
            values = np.where(reached, self.value[several, None], self.value.dtype.type(np.inf))
            tree, first = np.unique(self.tree[several], return_index=True)
            parts[1 + tree] = np.minimum.reduceat(values, first)
        return np.cumsum(parts, axis=0)[-1].astype(np.float64)

    def _reached(self, answers: np.ndarray, low: np.ndarray, high: np.ndarray, absent: np.ndarray) -> np.ndarray:
        """Tell which of some leaves, given by their answers, lie between each bounds, shape (leaves, n).

        A value may be missing where `absent` says so, beside what lies between its bounds.
        """
        side, node = np.divmod(answers, len(self.feature))
        nodes, position = np.unique(node, return_inverse=True)
        feature, limit, codes = self.feature[nodes], self.limit[nodes, None], self.categories[nodes]
        least, most = low.T[feature], high.T[feature]
        left, right = least < limit, most >= limit
        coded = codes[:, 0] >= 0
        first, last, code = least[coded], most[coded], codes[coded, None]
        right[coded] = ((first[..., None] <= code) & (code <= last[..., None])).any(axis=-1)
        left[coded] = (first < last) | ((first == last) & ~right[coded])
        unknown, to_left = absent.T[feature], self.missing_left[nodes, None]
        given = np.concatenate([left | (unknown & to_left), right | (unknown & ~to_left), np.ones_like(unknown[:1])])
        return given[position.reshape(side.shape) + side * len(nodes)].all(axis=1)


def _categories(trees: Sequence[dict[str, Any]]) -> np.ndarray:
    widest = max((size for tree in trees for size in tree["categories_sizes"]), default=1)
    codes = [np.full((len(tree["parents"]), widest), -1) for tree in trees]
    for tree, own in zip(trees, codes, strict=True):
        asking = zip(tree["categories_nodes"], tree["categories_segments"], tree["categories_sizes"], strict=True)
        for node, first, size in asking:
            own[node, :size] = tree["categories"][first : first + size]
    return np.concatenate(codes)


def _answers(leaf: np.ndarray, parent: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Climb from each leaf to the root of its tree; a root has a parent beyond the last node."""
    count = len(parent)
    found: list[np.ndarray] = []
    at = leaf
    while (inner := parent[at] < count).any():
        above = np.where(inner, parent[at], at)
        found.append(np.where(inner, above + count * (right[above] == at), 2 * count))
        at = above
    return np.array(found, dtype=np.intp).reshape(len(found), len(leaf)).T
