"""The words of what is shown to a client, explained without a word of the trade."""

from __future__ import annotations

from credit_panel.glossary.term import Term
from credit_panel.locale import Translator


def plain_terms(t: Translator) -> tuple[Term, ...]:
    """Return the words that stand in the client's own file."""
    return (
        Term(
            "our-proposal",
            "client",
            t.gettext("Our proposal"),
            t.gettext(
                "What a computer program proposes from your file. Your advisor, a person, decides, and may decide "
                "otherwise."
            ),
            also=(
                t.gettext("Our proposal: yes"),
                t.gettext("Our proposal: let us look at it together"),
                t.gettext("Our proposal: not in this form"),
            ),
        ),
        Term(
            "your-risk",
            "client",
            t.gettext("The risk of not repaying"),
            t.gettext(
                "Of 100 people whose file was like yours, how many had trouble repaying. Nobody knows whether you "
                "would be one of them."
            ),
        ),
        Term(
            "your-reasons",
            "client",
            t.gettext("What helps, what makes it harder"),
            t.gettext(
                "What in your file made the risk lower or higher, the strongest first. It is how the program "
                "reckons, not a judgement of you."
            ),
            also=(t.gettext("What helps"), t.gettext("What makes it harder")),
        ),
        Term(
            "your-trial",
            "client",
            t.gettext("What if you asked for something else?"),
            t.gettext("The same reckoning with other figures. It decides nothing and is not saved."),
        ),
    )
