"""Which version of a client's data is on screen, and what was changed, in words."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.state import ClientState


def data_sentences(state: ClientState, t: Translator) -> list[str]:
    """Return what an advisor has to know of the open client's data; nothing where they are the portfolio's."""
    said = []
    if state.data_trouble:
        said.append(
            t.gettext(
                "It could not be looked up whether data of this client were changed: these are the portfolio's. Open "
                "the client again in a moment."
            )
        )
    if state.newer:
        said.append(
            t.gettext(
                "Newer data of this client are on file, version {version}: open the client again to see them.",
                version=state.newer,
            )
        )
    version = None if state.data is None else state.data.version
    if state.data is None or version is None:
        return said
    said.append(
        t.gettext(
            "Version {version}: {person} changed the data on {day} (record {record}). Reason: {reason}",
            version=version.number,
            person=version.person,
            day=t.date(version.at.date().isoformat()),
            record=version.record,
            reason=version.reason,
        )
    )
    if not version.data:
        said.append(t.gettext("They are those of the portfolio again."))
    if state.data.moved:
        said.append(
            t.gettext(
                "The portfolio was built again since, and holds another value: {fields}. The changed one counts.",
                fields=", ".join(lower_first(t.label(name)) for name in state.data.moved),
            )
        )
    return said


def changed_sentence(state: ClientState, t: Translator) -> str:
    """Return what is changed, as their client reads it; empty where nothing is."""
    version = None if state.data is None else state.data.version
    if version is None or not version.data:
        return ""
    return t.gettext(
        "Changed on {day}: {fields}.",
        day=t.date(version.at.date().isoformat()),
        fields=", ".join(lower_first(t.label(name)) for name in version.data),
    )
