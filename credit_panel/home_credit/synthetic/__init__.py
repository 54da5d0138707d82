"""A synthetic portfolio: eight tables of the archive's form that belong to nobody.

The archive may not be redistributed. `generate` draws clients whose margins, dependences, default
rates and histories follow published and measured aggregates of it; see `columns` for the order of the
draw, `default` for the default, `borrowers` for how a client's risk shows in the past.
"""

from __future__ import annotations

from credit_panel.home_credit.synthetic.generation import generate

__all__ = ["generate"]
