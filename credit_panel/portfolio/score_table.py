"""The columns of a table of scores: what a batch writes for each application, on one machine or on many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Literal

import polars as pl

from credit_panel.errors import SettingsError
from credit_panel.features.absence import columns_told_of, with_sources
from credit_panel.features.build import DERIVED_FEATURES, HISTORY_FEATURES, RAW_FIELDS, features_of_application
from credit_panel.home_credit.schema import APPLICATION, CLIENT, TARGET
from credit_panel.portfolio.score_columns import BASE_POINTS, score_columns
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.scoring import FOLD, Explanations, Scorer, with_folds
from credit_panel.scoring.reasons import adverse_sentences

POINTS_OF = "points_"
"""What the columns of contributions begin with, before the name of the feature."""

HELD_OUT = "held_out"
_CARRIED = (TARGET, *RAW_FIELDS, *HISTORY_FEATURES, *DERIVED_FEATURES)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Which columns a table of scores has.

    Parameters
    ----------
    contributions
        Whether to give ``base_points``, and what each feature moves from there, a column each.
    reasons
        How many of the principal reasons against the application to give, in words.
    language
        Of the reasons.
    columns
        The columns to give, in their order, among those of the scores and those of the application and its features;
        None gives all of the scores.
    stamp
        Columns that say who scored, the same in every row.
    """

    contributions: bool = False
    reasons: int = 0
    language: Literal["fr", "en"] = "en"
    columns: tuple[str, ...] | None = None
    stamp: Mapping[str, str | float] = field(default_factory=dict)

    def of(self, features: pl.DataFrame, scorer: Scorer) -> pl.DataFrame:
        """Score some applications and return their rows.

        Parameters
        ----------
        features
            What `build_features` returns, with the fold of each as `with_folds` adds it; at least `inputs`.
        """
        explained = scorer.explain(features) if self._explains else None
        scores = explained.scores if explained else scorer.score(features)
        frame = score_columns(features[CLIENT], scores).with_columns(features[FOLD].is_not_null().alias(HELD_OUT))
        if explained is not None and self.contributions:
            points = pl.DataFrame(explained.contributions, schema=[POINTS_OF + name for name in explained.features])
            frame = frame.with_columns(pl.Series(BASE_POINTS, explained.base_points)).hstack(points)
        if explained is not None and self.reasons:
            frame = frame.hstack(self._told(features, explained, scorer))
        frame = frame.with_columns(pl.lit(value).alias(name) for name, value in self.stamp.items())
        if self.columns is None:
            return frame
        carried = [name for name in self.columns if name not in frame.columns]
        return frame.hstack(features.select(carried)).select(self.columns)

    def inputs(self, scorer: Scorer) -> tuple[str, ...]:
        """Return the columns of features that `of` reads."""
        told = columns_told_of(scorer.features) if self.reasons else scorer.features
        carried = [name for name in self.columns or () if name in _CARRIED]
        return tuple(dict.fromkeys((CLIENT, *with_sources(told), *carried)))

    def check(self, scorer: Scorer) -> None:
        """Raise `SettingsError` when a column that is asked for is none that a row could have."""
        known = (*self.schema(scorer, every=True), *_CARRIED)
        for name in self.columns or ():
            if name not in known:
                raise SettingsError(
                    f"--columns names {name!r}, which is no column of the scores, the application or its features: "
                    f"the scores have {', '.join(self.schema(scorer, every=True))[:200]}."
                )

    def schema(self, scorer: Scorer, *, every: bool = False) -> dict[str, pl.DataType]:
        """Return the types of the columns, in their order.

        Parameters
        ----------
        every
            Of all columns of the scores, whichever are asked for.
        """
        nobody = features_of_application(pl.DataFrame({name: [None] for name in RAW_FIELDS}, schema=_RAW_TYPES))
        wanted = ScoreTable(self.contributions, self.reasons, self.language, None, self.stamp) if every else self
        return dict(wanted.of(with_folds(nobody, pl.Series([None])), scorer).schema)

    @property
    def _explains(self) -> bool:
        return self.contributions or self.reasons > 0

    def _told(self, features: pl.DataFrame, explained: Explanations, scorer: Scorer) -> pl.DataFrame:
        rows = features.select({*columns_told_of(scorer.features), FOLD}).iter_rows(named=True)
        manifest, threshold = scorer.manifest, scorer.policy.threshold
        told = [
            adverse_sentences(
                explained.one(place, values, threshold, manifest.reference, manifest.stamp, client_id=None),
                self.language,
            )[: self.reasons]
            for place, values in enumerate(rows)
        ]
        return pl.DataFrame(
            {
                f"reason_{number + 1}": [reasons[number] if number < len(reasons) else None for reasons in told]
                for number in range(self.reasons)
            },
            schema={f"reason_{number + 1}": pl.String for number in range(self.reasons)},
        )


_RAW_TYPES = {name: APPLICATION.columns[name] for name in RAW_FIELDS}


def stamp_of(served: ServedModel) -> dict[str, str | float]:
    """Return the columns that say which model, policy and portfolio scored."""
    stamp, policy = served.scorer.manifest.stamp, served.scorer.policy
    return {
        "model": stamp.name,
        "version": stamp.version,
        "cost_ratio": policy.cost_ratio,
        "review_level": policy.review_level,
        "portfolio": served.identity,
    }


def metadata_of(served: ServedModel) -> dict[str, str]:
    """Return the same as the metadata of a Parquet file, with the version of this package and what the clients are."""
    told = {**stamp_of(served), "synthetic": served.scorer.manifest.synthetic, "credit_panel": version("credit-panel")}
    return {f"credit_panel.{name}": str(value) for name, value in told.items()}
