"""Whose page a session is: only who opened it is heard on its line, whatever token somebody else comes with."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from bokeh.document import Document

from credit_panel.server.visitor import visitor

_owners: WeakKeyDictionary[Document, str] = WeakKeyDictionary()


def claim(document: Document | None) -> None:
    """Note that whoever is being answered has opened a page."""
    if document is not None:
        _owners[document] = _name()


def is_owner(document: Document) -> bool:
    """Whether whoever is being answered has opened the page; without a login everybody has."""
    return _owners.get(document, "") == _name()


def _name() -> str:
    who = visitor.get()
    return "" if who is None else who.name
