"""Who writes the letters: what the lender's settings say, and a placeholder for each that is not set."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from credit_panel.documents.logo import Logo
from credit_panel.errors import SettingsError
from credit_panel.home_credit.catalogue.jurisdictions import Jurisdiction
from credit_panel.locale import Translator

PREFIX = "CREDIT_PANEL_LENDER_"
_LOGO = PREFIX + "LOGO"
_LONGEST = 500
_ASKED = ("name", "address", "contact", "database", "debt_advice", "agency")
_OWN_WORDS = ("greeting_fr", "greeting_en", "closing_fr", "closing_en", "procedure_fr", "procedure_en", "complaints")


@dataclass(frozen=True, slots=True)
class Lender:
    """The lender, as its letters name it; each text is plain, and parts its lines by ``;``.

    Parameters
    ----------
    name
        What it is called.
    address
        Where it is.
    contact
        How to reach whoever explains, hears and reviews: an address, a telephone number.
    database
        Name and contact of the credit database that was consulted, which a refused client has to be told.
    debt_advice
        Name and contact of a service that advises people in debt.
    agency
        Name and address of the federal agency that watches over the lender, for the United States.
    greeting_fr, greeting_en, closing_fr, closing_en
        What a letter of each language begins and ends with, in the lender's own words; nothing where they are not set.
    procedure_fr, procedure_en
        How to ask for an explanation, a statement and a review, in place of the sentence that stands there otherwise.
    complaints
        Who hears complaints beside the lender, such as a mediator and a supervisory authority; nothing where not set.
    logo
        What stands above its name; None for nothing.
    """

    name: str = ""
    address: str = ""
    contact: str = ""
    database: str = ""
    debt_advice: str = ""
    agency: str = ""
    greeting_fr: str = ""
    greeting_en: str = ""
    closing_fr: str = ""
    closing_en: str = ""
    procedure_fr: str = ""
    procedure_en: str = ""
    complaints: str = ""
    logo: Logo | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Lender:
        """Read ``CREDIT_PANEL_LENDER_NAME``, and the same with each other parameter's name.

        Raises
        ------
        SettingsError
            When one is too long, or holds characters that nobody sees, or when the logo cannot be used.
        """
        env = os.environ if environ is None else environ
        texts = {name: _text(env, PREFIX + name.upper()) for name in (*_ASKED, *_OWN_WORDS)}
        file = env.get(_LOGO, "").strip()
        return cls(**texts, logo=Logo.read(file, _LOGO) if file else None)

    def is_complete_for(self, law: Jurisdiction) -> bool:
        """Return whether everything that letters of a jurisdiction say of the lender is set: specimens until then."""
        unsaid = "debt_advice" if law == "US" else "agency"
        return all(getattr(self, name) for name in _ASKED if name != unsaid)

    def own_words(self, place: Literal["greeting", "closing", "procedure"], t: Translator) -> list[str]:
        """Return the lines of the lender's own words in the letter's language."""
        return [line.strip() for line in getattr(self, f"{place}_{t.language}").split(";") if line.strip()]

    def lines(self, name: str, t: Translator) -> list[str]:
        """Return the lines of one of the texts, or of the placeholder where it is not set."""
        text = (
            getattr(self, name)
            or {
                "name": t.gettext("[Name of the lender]"),
                "address": t.gettext("[Address of the lender]"),
                "contact": t.gettext("[Postal address, e-mail and telephone of the service that answers]"),
                "database": t.gettext("[Name and contact of the credit database]"),
                "debt_advice": t.gettext("[Name and contact of a debt advice service]"),
                "agency": t.gettext("[Name and address of the federal agency that watches over the lender]"),
            }[name]
        )
        return [line.strip() for line in text.split(";") if line.strip()]

    def text(self, name: str, t: Translator) -> str:
        """Return the same as one line."""
        return ", ".join(self.lines(name, t))


def _text(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name, "").strip(" ;")
    if len(text) > _LONGEST:
        raise SettingsError(f"{name} has {len(text)} characters: give {_LONGEST} at most.")
    unseen = next((c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}), None)
    if unseen is not None:
        raise SettingsError(
            f"{name} holds the character U+{ord(unseen):04X}, which nobody sees: take it out; ';' parts lines."
        )
    return text
