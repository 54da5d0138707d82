"""Trees of LightGBM that were imported: the same answers as those of XGBoost, by LightGBM's own prediction."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from credit_panel.errors import BundleError
from credit_panel.scoring.leaves import Leaves
from credit_panel.scoring.trees import Trees

Node = dict[str, Any]


def require_lightgbm() -> Any:
    """Return the library.

    Raises
    ------
    BundleError
        When it is not installed.
    """
    try:
        import lightgbm
    except (ImportError, OSError) as error:  # the second where OpenMP is not there
        raise BundleError(
            "This is a model of LightGBM, which is not installed: pip install 'credit-panel[lightgbm]'."
        ) from error
    return lightgbm


def booster_of_text(text: str) -> Any:
    """Return the booster that LightGBM wrote as text.

    Raises
    ------
    BundleError
        When LightGBM is not installed, or cannot read the text.
    """
    lightgbm = require_lightgbm()
    try:
        return lightgbm.Booster(model_str=text)
    except lightgbm.basic.LightGBMError as error:
        raise BundleError("LightGBM cannot read the text of the model: it is damaged.") from error


class LightGbmTrees(Trees):
    """Grown trees of LightGBM, which reads and adds up numbers of 64 bits; see `Trees`."""

    width = np.float64

    def margins(self, matrix: np.ndarray) -> np.ndarray:
        """Return the log-odds before calibration of each row, shape (n,)."""
        if not len(matrix):
            return np.empty(0)
        return self.booster.predict(matrix, raw_score=True, num_threads=self._threads_for(len(matrix)))

    def _slice(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        threads = self._threads_for(len(matrix))
        return self.margins(matrix), self.booster.predict(matrix, pred_contrib=True, num_threads=threads)

    @cached_property
    def _leaves(self) -> Leaves:
        return leaves_of([tree["tree_structure"] for tree in self.booster.dump_model()["tree_info"]])


def leaves_of(roots: list[Node]) -> Leaves:
    """Return the leaves of trees as LightGBM tells of them.

    A number goes left when it is at most the threshold, so the limit under which it does is the next number. Of
    categories those that are named go left, and here to the side that has them as codes: sides are told the other way
    round then. A missing value follows the default where training saw missing ones, is nought where it saw none, and
    is none of the categories.
    """
    nodes: list[Node] = []
    found: list[tuple[int, float, list[tuple[int, bool]]]] = []

    def walk(node: Node, tree: int, way: list[tuple[int, bool]]) -> None:
        if "leaf_value" in node:
            found.append((tree, float(node["leaf_value"]), way))
            return
        place = len(nodes)
        nodes.append(node)
        named = node["decision_type"] == "=="
        walk(node["left_child"], tree, [*way, (place, named)])
        walk(node["right_child"], tree, [*way, (place, not named)])

    for tree, root in enumerate(roots):
        walk(root, tree, [])
    codes = [
        [int(code) for code in node["threshold"].split("||")] if node["decision_type"] == "==" else [] for node in nodes
    ]
    categories = np.full((len(nodes), max((len(own) for own in codes), default=0) or 1), -1)
    for place, own in enumerate(codes):
        categories[place, : len(own)] = own
    depth = max((len(way) for _, _, way in found), default=0)
    answers = np.full((len(found), depth), 2 * len(nodes), dtype=np.intp)
    for leaf, (_, _, way) in enumerate(found):
        answers[leaf, : len(way)] = [place + len(nodes) * right for place, right in way]
    return Leaves(
        base=np.float64(0),
        feature=np.array([node["split_feature"] for node in nodes], dtype=np.intp),
        limit=np.array(
            [0.0 if own else np.nextafter(node["threshold"], np.inf) for node, own in zip(nodes, codes, strict=True)]
        ),
        missing_left=np.array([_missing_left(node) for node in nodes], dtype=bool),
        categories=categories,
        answers=answers,
        value=np.array([value for _, value, _ in found]),
        tree=np.array([tree for tree, _, _ in found]),
    )


def _missing_left(node: Node) -> bool:
    """Whether a missing value goes to the side of small numbers, or of no code of a category."""
    if node["decision_type"] == "==":
        return True
    return bool(node["default_left"]) if node["missing_type"] == "NaN" else bool(node["threshold"] >= 0)
