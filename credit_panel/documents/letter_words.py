"""What every letter says: what is proposed, and that the proposal is automated.

Directive (EU) 2023/2225, article 18(8) and 18(9): whoever is refused, and whoever is accepted, is told of the automated
processing.
"""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.scoring import Outcome


def title_words(outcome: Outcome, t: Translator) -> str:
    """Return the headline of a letter: what is proposed."""
    return {
        Outcome.ACCEPT: t.gettext("Your credit application: we propose to accept it"),
        Outcome.REVIEW: t.gettext("Your credit application: a person has to look at it"),
        Outcome.REFUSE: t.gettext("Your credit application: we propose not to grant this credit as it is"),
    }[outcome]


def automated_sentences(t: Translator) -> list[str]:
    """Return that the proposal rests on automated processing, and what that means."""
    return [
        t.gettext(
            "This proposal rests on automated processing: from your application and the credit histories, a computer "
            "program estimates the risk that the credit is not repaid, and holds it against a limit."
        ),
        t.gettext(
            "The estimate can lead to an acceptance, a review or a refusal. It is not certain, and it does not say "
            "what you will do. A person makes the decision."
        ),
    ]
