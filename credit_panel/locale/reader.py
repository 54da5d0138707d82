"""The language of whoever reads in a notebook: said once, or that of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from credit_panel.locale.negotiation import LANGUAGES, Language

_chosen: Language | None = None


def set_language(language: Language) -> None:
    """Choose the language of everything that is made from now on and is not given one.

    Pages have the language of their visitor, whatever is chosen here.

    Parameters
    ----------
    language
        ``"fr"`` or ``"en"``.

    Raises
    ------
    ValueError
        When it is another.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cp.set_language("en")
    """
    global _chosen
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is no language of Credit Panel: choose one of {', '.join(LANGUAGES)}.")
    _chosen = language


def reader_language(environ: Mapping[str, str] | None = None) -> Language:
    """Return the language that was chosen, else that of the environment's locale, else English."""
    if _chosen is not None:
        return _chosen
    environ = os.environ if environ is None else environ
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "fr" if locale.lower().startswith("fr") else "en"
