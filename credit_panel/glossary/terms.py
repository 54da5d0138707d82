"""The words that the pages explain, by key and by how they are written."""

from __future__ import annotations

from functools import cache

from credit_panel.glossary.audit import audit_terms
from credit_panel.glossary.client import client_terms
from credit_panel.glossary.model import model_terms
from credit_panel.glossary.plain import plain_terms
from credit_panel.glossary.term import Group, Term
from credit_panel.locale import Language, Translator, translator


def group_names(t: Translator) -> dict[Group, str]:
    """Return the headings of the glossary's words, in their order."""
    return {
        "decision": t.gettext("The decision"),
        "explanation": t.gettext("The explanation"),
        "portfolio": t.gettext("The portfolio"),
        "request": t.gettext("The request"),
        "past": t.gettext("The past"),
        "worth": t.gettext("What the model is worth"),
        "policy": t.gettext("The policy"),
        "fairness": t.gettext("Fairness"),
        "drift": t.gettext("Drift"),
        "client": t.gettext("Said to the client"),
    }


def terms(t: Translator) -> dict[str, Term]:
    """Return every word by its key, in the glossary's order."""
    return _by_key(t.language)


def term_of(words: str, t: Translator) -> Term | None:
    """Return the word that is written as `words`, whatever its capitals; None when it needs no explanation."""
    return _by_words(t.language).get(words.casefold())


@cache
def _by_key(language: Language) -> dict[str, Term]:
    t = translator(language)
    return {term.key: term for term in (*client_terms(t), *model_terms(t), *audit_terms(t), *plain_terms(t))}


@cache
def _by_words(language: Language) -> dict[str, Term]:
    return {words.casefold(): term for term in _by_key(language).values() for words in (term.name, *term.also)}
