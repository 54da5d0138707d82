"""Earlier applications with this lender and what became of each, as a table that is its own picture."""

from __future__ import annotations

from collections import Counter

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.charts.history.words import goods_words, kind_words, outcome_of_past, reason_words
from credit_panel.locale import Translator
from credit_panel.locale.quantity import Quantity
from credit_panel.portfolio.history.past import Past
from credit_panel.portfolio.history.past_credits import PastApplication


def applications_figure(past: Past, t: Translator) -> Figure | None:
    """List the earlier applications, the latest first, or return None without any."""
    latest_first = past.applications[::-1]
    if not latest_first:
        return None
    columns = (
        t.gettext("Before the application"),
        t.gettext("Application for"),
        t.gettext("Asked"),
        t.gettext("Granted"),
        t.gettext("Term"),
        t.gettext("Outcome"),
        t.gettext("Reason of refusal"),
    )
    rows = tuple(_row(application, t) for application in latest_first)
    summary = _summary(latest_first, t)
    outcomes = [(application.outcome or "").lower().replace(" ", "-") for application in latest_first]
    values = {"columns": columns, "rows": list(zip(outcomes, rows, strict=True)), "summary": summary}
    picture = render("charts", "history/applications.html", t, values)
    return Figure(t.gettext("Earlier applications with us"), picture, summary, Table(columns, rows))


def _row(application: PastApplication, t: Translator) -> tuple[str, ...]:
    goods = goods_words(application.goods, t)
    refused = application.outcome == "Refused"
    return (
        t.duration(application.day),
        f"{kind_words(application.kind, t)} ({goods})" if goods else kind_words(application.kind, t),
        "" if application.asked is None else t.amount(application.asked),
        "" if application.granted is None or refused else t.amount(application.granted),
        ""
        if application.term is None
        else Quantity(t.ngettext("{n} month", "{n} months", application.term), application.term, 0, "months"),
        outcome_of_past(application.outcome, t),
        reason_words(application.reason, t),
    )


def _summary(applications: tuple[PastApplication, ...], t: Translator) -> str:
    counts = Counter(application.outcome for application in applications)
    approved, refused, cancelled, unused = (
        counts[outcome] for outcome in ("Approved", "Refused", "Canceled", "Unused offer")
    )
    told = (
        (approved, t.ngettext("{n} approved", "{n} approved", approved)),
        (refused, t.ngettext("{n} refused", "{n} refused", refused)),
        (cancelled, t.ngettext("{n} cancelled", "{n} cancelled", cancelled)),
        (unused, t.ngettext("{n} offer not used", "{n} offers not used", unused)),
    )
    return t.ngettext(
        "{n} earlier application: {outcomes}. It was made {when} before this one.",
        "{n} earlier applications: {outcomes}. The last was made {when} before this one.",
        len(applications),
        outcomes=", ".join(words for n, words in told if n) or t.gettext("outcome not known"),
        when=t.duration(applications[0].day),
    )
