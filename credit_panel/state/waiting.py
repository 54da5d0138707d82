"""What is known of a result that another server may have to work out."""

from __future__ import annotations

import param


class Waiting(param.Parameterized):
    """A state whose result may come later, or not at all; where nobody else works it out, it never does."""

    asked = param.Boolean(default=False, doc="Whether the result is being waited for.")

    trouble = param.String(default="", doc="Why there is no result, a `ServiceFault`; empty when all is well.")

    def ask_again(self) -> None:
        """Have worked out what could not be."""
