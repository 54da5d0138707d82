"""What is told when the scoring service has not scored something."""

from __future__ import annotations

from typing import ClassVar, Literal

from credit_panel.charts.figure import render
from credit_panel.locale import Translator
from credit_panel.views.parts.html_block import HtmlBlock

Kept = Literal["typed", "changed", "file"]
"""What a visitor does not have to give again."""


class TroubleBlock(HtmlBlock):
    """Why the scoring service has not scored something, and a button that asks it again."""

    sheets: ClassVar[tuple[str, ...]] = ("application/application",)

    def tell(self, fault: str, t: Translator, kept: Kept) -> None:
        """Say what is wrong; without a fault the block takes no place."""
        self.param.update(block=trouble_html(fault, t, kept) if fault else "", visible=bool(fault))


def service_words(*, asked: bool, fault: str, t: Translator) -> list[str]:
    """Return what a score that is not there yet waits for, as parts of a sentence."""
    parts = [t.gettext("the scoring service is being asked")] if asked else []
    return [*parts, t.gettext("the scoring service has not scored it")] if fault else parts


def trouble_words(fault: str, t: Translator, kept: Kept = "typed") -> str:
    """Return why there is no score, and what to do; `fault` is a `ServiceFault`."""
    what = {
        "typed": t.gettext("What you typed is kept"),
        "changed": t.gettext("What you changed is kept"),
        "file": t.gettext("The file is kept"),
    }[kept]
    why = {
        "unreachable": t.gettext("The scoring service is unreachable."),
        "busy": t.gettext("The scoring service is asked too much at once."),
        "refused": t.gettext("The scoring service does not let this server in."),
        "other_model": t.gettext(
            "The scoring service has another model or policy than this server, so that its score is not shown."
        ),
    }.get(fault) or t.gettext("The scoring service answers what cannot be used.")
    if fault in ("unreachable", "busy"):
        return f"{why} {t.gettext('{what}: try again in a moment.', what=what)}"
    return f"{why} {t.gettext('{what}: tell whoever runs the server.', what=what)}"


def trouble_html(fault: str, t: Translator, kept: Kept = "typed") -> str:
    """Return it as safe HTML, with a button that asks again."""
    return str(render("views", "parts/trouble.html", t, {"sentence": trouble_words(fault, t, kept)}))
