"""What every letter says: that the proposal is automated, and the client's rights, as European and French law ask.

Directive (EU) 2023/2225, article 18(8), 18(9) and 19(6): whoever is refused, and whoever is accepted, is told of the
automated processing, of the right to an explanation, to a statement and to a review by a person, and how to use it;
whoever is refused is referred to advice about debts.
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


def rights(t: Translator) -> list[str]:
    """Return what a client may ask for."""
    return [
        t.gettext("to a clear explanation of the assessment: how it works, what counted, and what it means for you;"),
        t.gettext("to state your own point of view;"),
        t.gettext("to have the assessment and the decision reviewed by a person."),
    ]


def rights_sentences(number: str, contact: str, t: Translator) -> list[str]:
    """Return whom to ask, and how."""
    return [
        t.gettext("Contact: {contact}.", contact=contact),
        t.gettext(
            "How to proceed: write or call, give the case number {number}, and say whether you ask for an explanation, "
            "a review or both. You may add a statement and documents. A person looks at them and answers you.",
            number=number,
        ),
    ]


def debt_sentences(service: str, t: Translator) -> list[str]:
    """Return where a client who is refused finds advice about debts."""
    return [
        t.gettext(
            "If you find it hard to repay what you owe, you can ask for advice about debts: {service}.", service=service
        )
    ]
