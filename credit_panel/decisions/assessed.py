"""What was proposed when somebody decided, which need no longer be what is proposed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from credit_panel.scoring import Explanation, Outcome


@dataclass(frozen=True, slots=True)
class Assessed:
    """A proposal, and what it came from.

    Parameters
    ----------
    proposed
        The proposal.
    probability, threshold
        The figures of it.
    """

    proposed: Outcome
    probability: float
    threshold: float

    def is_still(self, explanation: Explanation) -> bool:
        """Whether the same is proposed now, from the same figures."""
        return (
            self.proposed is explanation.outcome
            and math.isclose(self.probability, explanation.probability, rel_tol=1e-9)
            and math.isclose(self.threshold, explanation.threshold, rel_tol=1e-9)
        )
