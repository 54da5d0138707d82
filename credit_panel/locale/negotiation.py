"""Which language a visitor reads, from what the browser says."""

from __future__ import annotations

from typing import Literal, get_args

from babel import negotiate_locale

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def negotiate(accept_language: str | None, default: Language = "fr") -> Language:
    """Return the language to speak for an ``Accept-Language`` header.

    Parameters
    ----------
    accept_language
        The header's value, such as ``"en-GB,en;q=0.9,fr;q=0.8"``; None when there is none.
    default
        The answer when no language of the header is ours.
    """
    wanted: list[tuple[float, str]] = []
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        quality = parameters.strip().removeprefix("q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            wanted.append((weight, tag.replace("-", "_")))
    ordered = [tag for _, tag in sorted(wanted, key=lambda pair: -pair[0])]
    found = negotiate_locale(ordered, LANGUAGES, sep="_")
    return next((language for language in LANGUAGES if language == found), default)
