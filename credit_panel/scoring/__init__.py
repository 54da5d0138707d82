"""What the model says: training, bundles, probabilities with intervals, points, explanations and what follows."""

from credit_panel.scoring.alternatives import Alternative, Search
from credit_panel.scoring.alternatives_search import search_alternatives
from credit_panel.scoring.bundle import Bundle, read_bundle, verify_bundle
from credit_panel.scoring.bundle_writing import copy_bundle, write_bundle
from credit_panel.scoring.candidates import catalogue_candidates, excluded_fields
from credit_panel.scoring.comparison import Comparison, Gain, PolicyCost, compare
from credit_panel.scoring.drift import (
    CONFIDENCE,
    LARGE,
    MODERATE,
    DriftState,
    FeatureDrift,
    critical_value,
    drift,
    stability_index,
)
from credit_panel.scoring.evaluation import Evaluation, ReliabilityBin, error_by_chance, evaluate
from credit_panel.scoring.explanation import Contribution, Explanation, ModelStamp
from credit_panel.scoring.fairness import MINIMUM_CELL, GroupFairness, Rate, age_bands, fairness
from credit_panel.scoring.imported import import_alone, import_model
from credit_panel.scoring.manifest import Manifest
from credit_panel.scoring.neighbours import NeighbourIndex, Neighbours
from credit_panel.scoring.otherwise import points_otherwise
from credit_panel.scoring.plans import Lever
from credit_panel.scoring.policy import GRADES, Outcome, Policy
from credit_panel.scoring.ranking import Ranking, auc, ranking
from credit_panel.scoring.reasons import paragraph
from credit_panel.scoring.recourse import Proposal, Standing, recourse
from credit_panel.scoring.routes import FOLD, with_folds
from credit_panel.scoring.rule_costs import RULES, Rule, RuleCost
from credit_panel.scoring.scale import Scale
from credit_panel.scoring.scenario import SETTLED_DEBT, Scenario
from credit_panel.scoring.scorer import Scorer
from credit_panel.scoring.scores import Explanations, Scores
from credit_panel.scoring.segments import SegmentEvaluation, evaluate_segments, segmentations
from credit_panel.scoring.swaps import Swap, swap_set
from credit_panel.scoring.themes import Reason, Reasons, ThemeContribution, by_theme, reasons_of
from credit_panel.scoring.trained_model import TrainedModel
from credit_panel.scoring.training import train
from credit_panel.scoring.training_alone import train_alone
from credit_panel.scoring.training_sample import TrainingSample, draw_training_sample
from credit_panel.scoring.tuning import Tuning
from credit_panel.scoring.what_if import Curve, WhatIf, curve, what_if
from credit_panel.scoring.withheld import Flag

__all__ = [
    "CONFIDENCE",
    "FOLD",
    "GRADES",
    "LARGE",
    "MINIMUM_CELL",
    "MODERATE",
    "RULES",
    "SETTLED_DEBT",
    "Alternative",
    "Bundle",
    "Comparison",
    "Contribution",
    "Curve",
    "DriftState",
    "Evaluation",
    "Explanation",
    "Explanations",
    "FeatureDrift",
    "Flag",
    "Gain",
    "GroupFairness",
    "Lever",
    "Manifest",
    "ModelStamp",
    "NeighbourIndex",
    "Neighbours",
    "Outcome",
    "Policy",
    "PolicyCost",
    "Proposal",
    "Ranking",
    "Rate",
    "Reason",
    "Reasons",
    "ReliabilityBin",
    "Rule",
    "RuleCost",
    "Scale",
    "Scenario",
    "Scorer",
    "Scores",
    "Search",
    "SegmentEvaluation",
    "Standing",
    "Swap",
    "ThemeContribution",
    "TrainedModel",
    "TrainingSample",
    "Tuning",
    "WhatIf",
    "age_bands",
    "auc",
    "by_theme",
    "catalogue_candidates",
    "compare",
    "copy_bundle",
    "critical_value",
    "curve",
    "draw_training_sample",
    "drift",
    "error_by_chance",
    "evaluate",
    "evaluate_segments",
    "excluded_fields",
    "fairness",
    "import_alone",
    "import_model",
    "paragraph",
    "points_otherwise",
    "ranking",
    "read_bundle",
    "reasons_of",
    "recourse",
    "search_alternatives",
    "segmentations",
    "stability_index",
    "swap_set",
    "train",
    "train_alone",
    "verify_bundle",
    "what_if",
    "with_folds",
    "write_bundle",
]
