"""What the model says: training, bundles, probabilities with intervals, points and explanations."""

from credit_panel.scoring.explanation import Contribution, Explanation, ModelStamp
from credit_panel.scoring.policy import GRADES, Outcome, Policy
from credit_panel.scoring.scale import Scale

__all__ = ["GRADES", "Contribution", "Explanation", "ModelStamp", "Outcome", "Policy", "Scale"]
