"""A model of LightGBM that was trained elsewhere: its trees, its columns and the names of its categories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from credit_panel.errors import BundleError
from credit_panel.scoring.imported_trees import FoundTrees
from credit_panel.scoring.lightgbm_trees import Node, booster_of_text, require_lightgbm

__all__ = ["find_trees", "require_lightgbm"]

OBJECTIVES = ("binary", "cross_entropy")
"""Objectives whose raw score is the log-odds of the outcome, up to a factor that calibration finds."""


def find_trees(path: Path) -> FoundTrees:
    """Read a file that was seen to be one of LightGBM's.

    Raises
    ------
    BundleError
        When it holds another booster or objective, or trees whose answers do not add up from sides of limits.
    """
    booster = booster_of_text(path.read_text("utf-8"))
    told = booster.dump_model()
    objective = str(told.get("objective", "")).split(" ")[0]
    if objective not in OBJECTIVES or told["num_class"] != 1:
        raise BundleError(
            f"{path.name} was trained with the objective {objective or 'of its own'!r}, and a probability of default "
            f"takes {OBJECTIVES[0]!r} on one outcome: train it so."
        )
    if told["average_output"]:
        raise BundleError(f"{path.name} is a random forest, and only boosted trees are served: train it with 'gbdt'.")
    nodes = [node for tree in told["tree_info"] for node in _nodes(tree["tree_structure"])]
    if any("leaf_coeff" in node for node in nodes):
        raise BundleError(
            f"{path.name} has straight lines in its leaves, whose contributions are not worked out: train it without "
            "linear_tree."
        )
    if any(node.get("missing_type") == "Zero" for node in nodes):
        raise BundleError(
            f"{path.name} takes nought for missing, which here are two things: train it without zero_as_missing."
        )
    features = tuple(told["feature_names"])
    return FoundTrees(
        booster, features, _categories(features, nodes, told), {"objective": objective, "trees": booster.num_trees()}
    )


def _categories(features: tuple[str, ...], nodes: list[Node], told: Node) -> dict[str, tuple[str, ...] | None]:
    """Return the categories by column: pandas tells those of its categorical columns, in their order.

    A column that never varied is not said to be of categories.
    """
    asked = {features[node["split_feature"]] for node in nodes if node.get("decision_type") == "=="}
    listed = {name for name, info in told["feature_infos"].items() if info["values"]}
    kept = told.get("pandas_categorical") or []
    found = [name for name in features if name in asked | listed]
    if len(found) != len(kept):
        return dict.fromkeys(found)
    return {name: tuple(map(str, levels)) for name, levels in zip(found, kept, strict=True)}


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for side in ("left_child", "right_child"):
        if side in node:
            yield from _nodes(node[side])
