"""What is told when the scoring service has not scored an application."""

from __future__ import annotations

from credit_panel.charts.figure import render
from credit_panel.locale import Translator


def trouble_words(fault: str, t: Translator) -> str:
    """Return why there is no score, and what to do; `fault` is a `ServiceFault`."""
    return {
        "unreachable": t.gettext("The scoring service is unreachable. What you typed is kept: try again in a moment."),
        "busy": t.gettext(
            "The scoring service is asked too much at once. What you typed is kept: try again in a moment."
        ),
        "refused": t.gettext(
            "The scoring service does not let this server in. What you typed is kept: tell whoever runs the server."
        ),
        "other_model": t.gettext(
            "The scoring service has another model or policy than this server, so that its score is not shown. What "
            "you typed is kept: tell whoever runs the server."
        ),
    }.get(fault) or t.gettext(
        "The scoring service answers what cannot be used. What you typed is kept: tell whoever runs the server."
    )


def trouble_html(fault: str, t: Translator) -> str:
    """Return it as safe HTML, with a button that asks again."""
    return str(render("views", "application/trouble.html", t, {"sentence": trouble_words(fault, t)}))
