"""Otherwise: the same client with all of one theme as it usually is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import polars as pl

from credit_panel.features.absence import absence_of, sources_of
from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.scoring.explanation import Value
from credit_panel.scoring.scenario import features_after
from credit_panel.scoring.scorer import Scorer
from credit_panel.scoring.themes import LEAST_POINTS, Reasons, may_be_told

_COULD_BE_KNOWN = frozenset({Absence.NOT_GIVEN, Absence.NOT_SUPPLIED})


def points_otherwise(scorer: Scorer, client: pl.DataFrame, reasons: Reasons) -> dict[Theme, float]:
    """Return the points the client would have with the theme of each adverse reason as it usually is, one at a time.

    The fields of tables that the theme's features come from take their usual values, and everything that is worked out
    from them is worked out again, also in other themes.

    Parameters
    ----------
    client
        The client's one row of features, as in a portfolio.

    Returns
    -------
    dict
        Points by theme. One that would not bring `LEAST_POINTS` is left out, since nothing could be said of it.
    """
    themes = [reason.theme for reason in reasons.adverse]
    if not themes:
        return {}
    now = float(scorer.score(client).points[0])
    points = scorer.score(at_reference(scorer, client, [(theme,) for theme in themes])).points
    return {theme: float(p) for theme, p in zip(themes, points, strict=True) if p - now >= LEAST_POINTS}


def at_reference(scorer: Scorer, client: pl.DataFrame, themes: Iterable[Iterable[Theme]]) -> pl.DataFrame:
    """Return the client's features with some themes as they usually are, one row for each group of themes.

    What is missing because there is none, such as the age of a car that nobody owns, stays missing; so do age and
    whatever else is no reason to tell.
    """
    own = client.row(0, named=True)
    rows = [_reference(scorer, own, tuple(group)) for group in themes]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        return pl.concat([client] * len(rows))
    types = client.schema
    changed = {name: [row.get(name, own[name]) for row in rows] for name in names}
    changes = pl.DataFrame(changed, schema={name: types[name] for name in names}, strict=False)
    return features_after(client, changes)


def _reference(scorer: Scorer, own: Mapping[str, Value], themes: tuple[Theme, ...]) -> dict[str, Value]:
    reference = scorer.manifest.reference
    names = (name for theme in themes for name in _fields(scorer.features, theme) if reference.get(name) is not None)
    return {name: reference[name] for name in names if absence_of(name, own) in (None, *_COULD_BE_KNOWN)}


@cache
def _fields(features: tuple[str, ...], theme: Theme) -> tuple[str, ...]:
    """Return the fields of tables that the features of a theme come from and that may be told."""
    told = (name for name in features if FIELDS[name].theme == theme and may_be_told(name))
    return tuple(dict.fromkeys(source for name in told for source in sources_of(name) if may_be_told(source)))
