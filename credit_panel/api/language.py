"""The language that an answer is told in: the one that the request asks for, as a browser's does."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Response

from credit_panel.locale import Translator, translator
from credit_panel.locale.negotiation import negotiate


def spoken(
    response: Response,
    accept_language: Annotated[
        str | None, Header(description="Language of the sentences: fr or en; fr where none is ours.", examples=["en"])
    ] = None,
) -> Translator:
    """Return the language of the answer, and say it in its headers."""
    language = negotiate(accept_language)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return translator(language)


Spoken = Annotated[Translator, Depends(spoken)]
"""A parameter of every route whose answer is told in words."""
