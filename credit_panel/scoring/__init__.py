"""What the model says: training, bundles, probabilities with intervals, points and explanations."""

from credit_panel.scoring.bundle import Bundle, read_bundle, write_bundle
from credit_panel.scoring.evaluation import Evaluation, evaluate
from credit_panel.scoring.explanation import Contribution, Explanation, ModelStamp
from credit_panel.scoring.manifest import Manifest
from credit_panel.scoring.policy import GRADES, Outcome, Policy
from credit_panel.scoring.reasons import paragraph, points_otherwise
from credit_panel.scoring.scale import Scale
from credit_panel.scoring.scorer import Scorer
from credit_panel.scoring.scores import Explanations, Scores
from credit_panel.scoring.themes import Reason, Reasons, ThemeContribution, by_theme, reasons_of
from credit_panel.scoring.training import TrainedModel, train

__all__ = [
    "GRADES",
    "Bundle",
    "Contribution",
    "Evaluation",
    "Explanation",
    "Explanations",
    "Manifest",
    "ModelStamp",
    "Outcome",
    "Policy",
    "Reason",
    "Reasons",
    "Scale",
    "Scorer",
    "Scores",
    "ThemeContribution",
    "TrainedModel",
    "by_theme",
    "evaluate",
    "paragraph",
    "points_otherwise",
    "read_bundle",
    "reasons_of",
    "train",
    "write_bundle",
]
