"""The glossary: every word of the pages and every feature of the model, searched in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn
import param
from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.features.absence import sources_of
from credit_panel.glossary.terms import group_names, terms
from credit_panel.home_credit.catalogue import FIELDS, THEMES, Field
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.locale.typography import lower_first
from credit_panel.views.parts.component import Component
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.parts.table_words import table_words
from credit_panel.views.parts.view import View
from credit_panel.views.shell.direction_words import direction_words


class GlossaryBoard(Component):
    """The entries in the browser, with a search that leaves out those without the words typed."""

    block = param.String(default="", doc="The entries as safe HTML, made by a template.")

    words = param.Dict(default={}, doc="The board's texts in the reader's language.")

    term = param.String(default="", doc="Key of the entry to bring into view and mark; empty for none.")

    _esm = scripts("parts/elements", "shell/glossary")

    sheets = ("shell/glossary",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})


class GlossaryView(View):
    """The glossary in the reader's language.

    Parameters
    ----------
    features
        Names of the model's features.
    others
        Names of the features that the pages show and the model does not read as such.

    Examples
    --------
    >>> shown = GlossaryView(features=["EXT_SOURCE_2"], term="threshold", language="en")
    """

    features = param.List(default=[], item_type=str, doc="Names of the model's features.")

    others = param.List(default=[], item_type=str, doc="Names of features that the model does not read as such.")

    term = param.String(default="", doc="Key of the entry to bring into view, a word's or a feature's.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self, **params: Any) -> None:
        self._board = GlossaryBoard()
        super().__init__(**params)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._board

    @param.depends("language", "features", "others", watch=True, on_init=True)
    def _draw(self) -> None:
        t = translator(self.language)
        self._board.param.update(
            words={
                "title": t.gettext("Glossary"),
                "lead": t.gettext("The words of these pages, then every feature of the model, theme by theme."),
                "search": t.gettext("Search the glossary"),
                "one": t.gettext("{n} entry", n="{n}"),
                "many": t.gettext("{n} entries", n="{n}"),
                "none": t.gettext("No entry holds these words: try a shorter one."),
            },
            block=str(glossary_html(self.features, t, self.others)),
        )

    @param.depends("term", watch=True, on_init=True)
    def _point(self) -> None:
        self._board.term = self.term[:60]


def glossary_html(features: Sequence[str], t: Translator, others: Sequence[str] = ()) -> Markup:
    """Return the entries of the words, of the model's `features` and of `others` as safe HTML."""
    sections: list[dict[str, object]] = [
        {"title": name, "lead": "", "entries": [_word(key, t) for key, term in terms(t).items() if term.group == group]}
        for group, name in group_names(t).items()
    ]
    for theme, names in THEMES.items():
        read = [name for name in features if FIELDS[name].theme == theme]
        unread = [name for name in others if FIELDS[name].theme == theme]
        entries = [_feature(FIELDS[name], features, t) for name in (*read, *unread)]
        if entries:
            lead = t.ngettext("{n} feature of the model", "{n} features of the model", len(read))
            if unread:
                lead += t.ngettext(
                    ", and {n} that it does not read as such", ", and {n} that it does not read as such", len(unread)
                )
            entries.sort(key=lambda entry: str(entry["name"]).casefold())
            sections.append({"title": names[t.language], "lead": lead, "entries": entries})
    return render("views", "shell/glossary.html", t, {"sections": sections})


def _word(key: str, t: Translator) -> dict[str, object]:
    term = terms(t)[key]
    return {"key": key, "name": term.name, "text": term.text, "facts": [], "code": ""}


def _feature(entry: Field, features: Sequence[str], t: Translator) -> dict[str, object]:
    facts = [
        t.gettext("Unit: {unit}", unit=_units(t)[entry.unit]),
        t.gettext("Source: {source}", source=table_words(t)[entry.source]),
    ]
    readers = [name for name in features if entry.name in (name, *sources_of(name))]
    if readers:
        facts.append(direction_words(entry.name, t))
    if not readers:
        facts.append(t.gettext("This model does not use it."))
    elif entry.name not in features:
        listed = ", ".join(lower_first(t.label(name)) for name in readers)
        facts.append(
            t.gettext("Not used as such: the model reads what is worked out from it ({features}).", features=listed)
        )
    if entry.lever:
        facts.append(t.gettext("The applicant can act on it."))
    return {
        "key": entry.name,
        "name": entry.label[t.language],
        "text": entry.help[t.language] if entry.help else "",
        "facts": facts,
        "code": entry.name,
    }


def _units(t: Translator) -> dict[str, str]:
    return {
        "amount": t.gettext("amount, in the unit of the data"),
        "ratio": t.gettext("ratio"),
        "share": t.gettext("share, in per cent"),
        "years": t.gettext("years"),
        "days": t.gettext("days, counted from the application"),
        "months": t.gettext("months, counted from the application"),
        "count": t.gettext("number"),
        "score": t.gettext("score, from 0 to 1"),
        "flag": t.gettext("yes or no"),
        "category": t.gettext("category"),
    }
