"""The journal as a page for whoever audits: what happened last first, and whether it is as it was written.

What reads a journal is imported when it is read: no first page waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from credit_panel.api.errors import SentenceRoute
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.decisions.case_words import kind_words, record_details
from credit_panel.errors import JournalError
from credit_panel.journal.records import Entry, Kind
from credit_panel.locale import Translator, translator
from credit_panel.portfolio import ServedModel
from credit_panel.server.login.pages import language_of, pages_of, render
from credit_panel.server.visitor import visitor
from credit_panel.settings import Settings

if TYPE_CHECKING:
    from credit_panel.journal.journal import Journal

MOST = 50
"""Records of one page."""

ROUTER = APIRouter(route_class=SentenceRoute, include_in_schema=False)

Numbered = Annotated[int | None, Query(ge=1, le=2**53 - 1)]


@ROUTER.get("/journal", responses=problems(422, 503))
def journal_page(
    request: Request,
    served: Served,
    before: Numbered = None,
    kind: Kind | None = None,
    verify: bool = False,
    lang: str = "",
) -> Response:
    """Show records of the journal, the last first; with `verify`, read all of it and say whether it is intact."""
    language = language_of(request.scope, lang)
    t, settings = translator(language), Settings.from_env()
    values: dict[str, Any] = {"fault": "", "found": None, "rows": [], "older": None, "anchor": "", "records": "0"}
    values["pages"] = pages_of(visitor.get(), "journal")
    try:
        if settings.journal == "off":
            values["fault"] = t.gettext("The settings keep no journal (CREDIT_PANEL_JOURNAL_URL is off).")
        else:
            from credit_panel.journal.opening import current_journal

            journal = current_journal(settings)
            values |= _read(journal, served, before, kind, t) | {"found": _verified(journal, t) if verify else None}
    except JournalError:
        values["fault"] = t.gettext(
            "The journal cannot be read now: tell whoever runs the server; 'credit-panel journal verify' says why."
        )
    kinds = [(str(each), kind_words(each, t), each == kind) for each in Kind]
    text = render("journal.html", language, values | {"kinds": kinds, "kind": str(kind or ""), "newer": before})
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return Response(text, 503 if values["fault"] and settings.journal != "off" else 200, headers, "text/html")


def _read(
    journal: Journal, served: ServedModel, before: int | None, kind: Kind | None, t: Translator
) -> dict[str, Any]:
    from credit_panel.journal.anchors import take_anchor
    from credit_panel.journal.newest import newest

    found = newest(journal, before=before, kind=kind, most=MOST + 1)
    entries, anchor = found[:MOST], take_anchor(journal)
    numbers = journal.pseudonyms.known({e.client for e in entries if e.client is not None}, served.portfolio.ids)
    return {
        "rows": [_row(entry, numbers, t) for entry in entries],
        "older": entries[-1].sequence if len(found) > MOST else None,
        "anchor": anchor.line(),
        "records": t.number(anchor.sequence),
    }


def _row(entry: Entry, numbers: dict[str, int], t: Translator) -> dict[str, Any]:
    number = numbers.get(entry.client or "")
    return {
        "number": entry.sequence,
        "at": entry.at.isoformat(sep=" ", timespec="seconds").replace("+00:00", ""),
        "what": kind_words(entry.kind, t),
        "person": entry.person,
        "client": number,
        "pseudonym": "" if number else (entry.client or "")[:12],
        "details": list(_details(entry, t)),
        "hash": entry.hash,
    }


def _details(entry: Entry, t: Translator) -> Iterable[tuple[str, str]]:
    """Yield what a record says; one about no client has words of its own."""
    if entry.client is not None:
        yield from record_details(entry, t)
        return
    names = {
        "what": t.gettext("What"),
        "user": t.gettext("User"),
        "key": t.gettext("Key"),
        "roles": t.gettext("Roles"),
        "actions": t.gettext("Actions"),
        "days": t.gettext("Days until it ends"),
        "before": t.gettext("Older than"),
        "portfolio": t.gettext("Portfolio"),
        "policy": t.gettext("The policy"),
        "records": t.gettext("Records"),
    }
    for name, words in names.items():
        if name in entry.content:
            value = entry.content[name]
            yield words, _event_words(t).get(str(value), str(value)) if name == "what" else _plain(value)


def _event_words(t: Translator) -> dict[str, str]:
    return {
        "logged in": t.gettext("logged in"),
        "logged out": t.gettext("logged out"),
        "logged out everywhere": t.gettext("logged out everywhere"),
        "invitation used": t.gettext("used the invitation"),
        "added": t.gettext("added"),
        "roles": t.gettext("other roles"),
        "password": t.gettext("another password"),
        "revoked": t.gettext("revoked"),
    }


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join("–".join(map(str, part)) if isinstance(part, list) else str(part) for part in value)
    return str(value)


def _verified(journal: Journal, t: Translator) -> dict[str, Any]:
    from credit_panel.journal.verification import verify_journal

    found = verify_journal(journal)
    intact = t.gettext(
        "Every record is as it was written: {records} records, {purged} of them purged. Records cut off at the end "
        "show only beside an anchor that was kept elsewhere.",
        records=t.number(found.records),
        purged=t.number(found.tombstones),
    )
    damaged = t.gettext("The journal is not as it was written:")
    return {
        "intact": found.intact,
        "words": intact if found.intact else damaged,
        "findings": [finding.sentence for finding in found.findings],
    }
