"""Past credits on a time line: bars from their start to their end, and applications that came to nothing as marks."""

from __future__ import annotations

from collections.abc import Sequence

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.history.lanes import Axis, Bar, Group, Key, Lane, Mark, lanes_picture
from credit_panel.charts.history.words import kind_words, outcome_of_past
from credit_panel.locale import Translator
from credit_panel.portfolio.history.past import Past
from credit_panel.portfolio.history.past_credits import Credit, PastApplication

MOST_LANES = 10
"""Credits drawn of each place; those that run and the latest come first."""

_HEIGHT = 24
_BAR = (5, 14)
_SHAPES = {"Refused": "cross", "Canceled": "circle", "Unused offer": "diamond"}


def credits_figure(past: Past, t: Translator) -> Figure | None:
    """Draw the credits elsewhere and with this lender, or return None when there are neither.

    Parameters
    ----------
    past
        The client's past.
    """
    failed = [application for application in past.applications if application.outcome in _SHAPES]
    if not past.credits and not failed:
        return None
    axis = Axis(past.first_day)
    elsewhere = [credit for credit in past.credits if not credit.ours]
    ours = [credit for credit in past.credits if credit.ours]
    own_lanes = [_lane(credit, axis, t) for credit in _drawn(ours)]
    own_lanes += _failed_lanes(failed, axis, t)
    groups = [
        Group(_heading(t.gettext("Elsewhere"), elsewhere, t), [_lane(credit, axis, t) for credit in _drawn(elsewhere)]),
        Group(_heading(t.gettext("With us"), ours, t), own_lanes),
    ]
    return Figure(
        t.gettext("Past credits"), lanes_picture(axis, groups, _legend(past, t), t), _summary(past, t), _table(past, t)
    )


def _drawn(credits: list[Credit]) -> list[Credit]:
    """Return the credits worth a lane, oldest first: those that run, then the latest to end."""
    ranked = sorted(
        credits, key=lambda credit: (credit.status == "running", credit.end or 0, credit.start), reverse=True
    )
    return sorted(ranked[:MOST_LANES], key=lambda credit: (credit.start, credit.end or 0))


def _heading(place: str, credits: list[Credit], t: Translator) -> str:
    if len(credits) > MOST_LANES:
        return t.gettext(
            "{place}: {drawn} of {n} credits, those that still run and the latest (the table has all)",
            place=place,
            drawn=t.number(MOST_LANES),
            n=t.number(len(credits)),
        )
    return place


def _lane(credit: Credit, axis: Axis, t: Translator) -> Lane:
    left = axis.at(credit.start)
    width = max(round(axis.at(credit.end or 0) - left, 2), 0.4)
    running = credit.status == "running"
    return Lane(
        name=kind_words(credit.kind, t),
        told=t.amount(credit.amount) if credit.amount is not None else t.gettext("amount not given"),
        told_note=t.gettext("{amount} owed", amount=t.amount(credit.debt))
        if running and credit.debt
        else status_words(credit, t),
        height=_HEIGHT,
        meaning=credit.status,
        bars=[Bar(min(left, 99.6), width, *_BAR, credit.status)],
        marks=[Mark(100.0, _BAR[0] + _BAR[1] / 2, "onward", credit.status)] if running else [],
    )


def _failed_lanes(failed: list[PastApplication], axis: Axis, t: Translator) -> list[Lane]:
    """Return one lane for each way in which an application came to nothing, so that their marks do not overlap."""
    names = {
        "Refused": t.gettext("Refused applications"),
        "Canceled": t.gettext("Cancelled applications"),
        "Unused offer": t.gettext("Offers not used"),
    }
    lanes = []
    for outcome, shape in _SHAPES.items():
        days = [application.day for application in failed if application.outcome == outcome]
        if days:
            meaning = "refused" if outcome == "Refused" else "failed"
            marks = [Mark(axis.at(day), _HEIGHT / 2, shape, meaning) for day in days]
            lanes.append(Lane(name=names[outcome], told=t.number(len(days)), height=_HEIGHT, marks=marks))
    return lanes


def status_words(credit: Credit, t: Translator) -> str:
    """Return how a credit stands."""
    if credit.status == "sold":
        return t.gettext("sold or bad debt")
    if credit.status == "closed":
        return t.gettext("closed")
    return t.gettext("running")


def _legend(past: Past, t: Translator) -> list[Key]:
    statuses = {credit.status for credit in past.credits}
    outcomes = {application.outcome for application in past.applications}
    keys = [
        ("running" in statuses, Key("bar", "running", t.gettext("still running"))),
        ("closed" in statuses, Key("bar", "closed", t.gettext("closed"))),
        ("sold" in statuses, Key("bar", "sold", t.gettext("sold or bad debt"))),
        *(
            (
                outcome in outcomes,
                Key(shape, "refused" if outcome == "Refused" else "failed", outcome_of_past(outcome, t)),
            )
            for outcome, shape in _SHAPES.items()
        ),
    ]
    return [key for present, key in keys if present]


def _summary(past: Past, t: Translator) -> str:
    if not past.credits:
        return t.gettext(
            "No past credit is known; earlier applications that came to nothing: {n}.",
            n=t.number(len(past.applications)),
        )
    return " ".join((_known(past.credits, t), _running(past.credits, t), _first_and_debt(past.credits, t)))


def _known(credits: Sequence[Credit], t: Translator) -> str:
    ours = sum(credit.ours for credit in credits)
    if not ours:
        return t.ngettext("{n} credit elsewhere is known.", "{n} credits elsewhere are known.", len(credits))
    if ours == len(credits):
        return t.ngettext("{n} credit with us is known.", "{n} credits with us are known.", ours)
    return t.ngettext(
        "{n} credit is known: {elsewhere} elsewhere, {ours} with us.",
        "{n} credits are known: {elsewhere} elsewhere, {ours} with us.",
        len(credits),
        elsewhere=t.number(len(credits) - ours),
        ours=t.number(ours),
    )


def _running(credits: Sequence[Credit], t: Translator) -> str:
    n = sum(credit.status == "running" for credit in credits)
    if not n:
        return t.gettext("None is still running.")
    return t.ngettext("{n} is still running.", "{n} are still running.", n)


def _first_and_debt(credits: Sequence[Credit], t: Translator) -> str:
    when, debt = t.duration(credits[0].start), sum(credit.debt or 0.0 for credit in credits)
    if not debt:
        return t.gettext("The first began {when} before the application; no debt elsewhere is on record.", when=when)
    return t.gettext(
        "The first began {when} before the application; {debt} is still owed elsewhere.", when=when, debt=t.amount(debt)
    )


def _table(past: Past, t: Translator) -> Table:
    columns = (
        t.gettext("Credit"),
        t.gettext("Place"),
        t.gettext("Start, before the application"),
        t.gettext("End, before the application"),
        t.gettext("Amount"),
        t.gettext("Still owed"),
        t.gettext("State"),
    )
    rows = (
        (
            kind_words(credit.kind, t),
            t.gettext("With us") if credit.ours else t.gettext("Elsewhere"),
            t.duration(credit.start),
            t.duration(credit.end) if credit.end is not None else t.gettext("running"),
            "" if credit.amount is None else t.amount(credit.amount),
            "" if credit.debt is None else t.amount(credit.debt),
            status_words(credit, t),
        )
        for credit in reversed(past.credits)
    )
    return Table(columns, tuple(rows))
