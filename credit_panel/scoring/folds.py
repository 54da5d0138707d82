"""Folds: ranking the features, growing the trees and predicting clients that took part in neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from credit_panel.scoring.boosting import Booster, Sample, gain_shares, margins, rounds_for
from credit_panel.scoring.encoding import Encoding
from credit_panel.scoring.trees import Trees

STOPPING_SHARE = 0.2
"""Share of a fold's training clients set apart to decide when to stop."""

RANKED_CLIENTS = 20_000
RANKING: Mapping[str, float] = {"learning_rate": 0.1}
RANKING_ROUNDS = 60
"""Most clients that rank the features of a fold, and how: which features are strong is seen long before all that they
can tell is learnt. Of twice the time nothing came, on 12,000 and on 100,000 clients."""

REGROWN = 100_000
"""Clients of a fold from which the ones set apart for stopping are no longer learnt from in turn: they add nothing."""

Split = tuple[np.ndarray, np.ndarray]
"""Rows inside a fold's training, and the held-out rows."""


@dataclass(frozen=True, slots=True)
class RankedFold:
    """What the candidates are worth on one fold: shares of gain, and the columns chosen."""

    shares: Mapping[str, float]
    columns: Sequence[int]


@dataclass(frozen=True, slots=True)
class FittedFold:
    """What the chosen columns give on one fold: trees, margins of the held-out clients, and rounds for everyone."""

    trees: Trees
    margin: np.ndarray
    rounds: int


@dataclass(frozen=True, slots=True)
class FoldTrainer:
    """Fits on all candidates, or on the head of their ranking.

    Parameters
    ----------
    encoding
        The candidates.
    directions
        Monotone direction of each.
    seed
        Seed of every draw.
    max_features
        Most columns that a ranking chooses.
    """

    encoding: Encoding
    directions: Mapping[str, int]
    seed: int
    max_features: int

    def on(self, columns: Sequence[int], settings: Mapping[str, float] | None = None) -> Booster:
        """Return a booster restricted to some columns of the encoding, with some settings of its own."""
        encoding = self.encoding.of([self.encoding.features[j] for j in columns])
        directions = {n: 0 if n in encoding.categories else self.directions[n] for n in encoding.features}
        return Booster(encoding, directions, self.seed, settings or {})

    def head(self, shares: Mapping[str, float]) -> list[int]:
        """Return the columns with the largest shares, in their own order; equal shares keep that order too.

        All columns when none has a share, which is when not one split gained anything.
        """
        names = self.encoding.features
        used = [j for j, name in enumerate(names) if shares.get(name, 0) > 0] or range(len(names))
        return sorted(sorted(used, key=lambda j: -shares.get(names[j], 0))[: self.max_features])

    def ranked(self, sample: Sample, split: Split) -> RankedFold:
        """Rank and choose columns on the rows inside alone, or some of them; all columns when there are no more."""
        columns = range(len(self.encoding.features))
        if len(columns) <= self.max_features:
            return RankedFold(dict.fromkeys(self.encoding.features, 1.0), columns)
        inside = split[0]
        if len(inside) > RANKED_CLIENTS:
            inside, _ = self._parted(sample, inside, RANKED_CLIENTS)
        booster = self.on(columns, RANKING).fit(sample.take(inside), RANKING_ROUNDS)
        shares = gain_shares(booster)
        return RankedFold(shares, self.head(shares))

    def fitted(
        self,
        sample: Sample,
        split: Split,
        columns: Sequence[int],
        settings: Mapping[str, float] | None = None,
        threads: int = 1,
    ) -> FittedFold:
        """Find how many trees are enough on the rows inside alone, grow them on all of these, predict those outside."""
        inside, outside = split
        train_rows, stopping = self._parted(sample, inside, 1 - STOPPING_SHARE)
        how = self.on(columns, settings)
        booster = how.fit_stopped(sample.take(train_rows, columns), sample.take(stopping, columns), threads)
        rounds = booster.num_boosted_rounds()
        if len(inside) < REGROWN:
            enough = rounds_for(rounds, known=len(train_rows), wanted=len(inside))
            booster = how.fit(sample.take(inside, columns), enough, threads)
        margin = margins(booster, sample.matrix[np.ix_(outside, columns)])
        wanted = rounds_for(rounds, known=len(train_rows), wanted=len(inside) + len(outside))
        return FittedFold(Trees(booster, how.encoding), margin, wanted)

    def refitted(
        self,
        sample: Sample,
        split: Split,
        columns: Sequence[int],
        settings: Mapping[str, float],
        rounds: int,
        threads: int = 1,
    ) -> np.ndarray:
        """Grow the share of `rounds`, enough for everyone, that the rows inside need; predict the rows outside."""
        inside, outside = split
        enough = rounds_for(rounds, known=len(sample.target), wanted=len(inside))
        booster = self.on(columns, settings).fit(sample.take(inside, columns), enough, threads)
        return margins(booster, sample.matrix[np.ix_(outside, columns)])

    def _parted(self, sample: Sample, rows: np.ndarray, first: float) -> Split:
        """Part rows in two at random, as many defaults in each; the first part has this share or number of them."""
        from sklearn.model_selection import train_test_split  # training's alone: pages start without it

        one, other = train_test_split(rows, train_size=first, random_state=self.seed, stratify=sample.target[rows])
        return one, other


@dataclass(frozen=True, slots=True)
class CrossFitting:
    """The folds that every fit of one training has in common, so that all are measured on the same clients.

    Parameters
    ----------
    splits
        The folds; each client is held out of one.
    pool
        Runs folds beside each other; nothing of the result depends on it.
    threads
        How many it runs, and how many threads one fit takes that has no other beside it.
    """

    splits: Sequence[Split]
    pool: Executor
    threads: int = 1

    def ranked(self, trainer: FoldTrainer, sample: Sample) -> Iterator[RankedFold]:
        """Rank and choose columns in each fold."""
        return self.pool.map(lambda split: trainer.ranked(sample, split), self.splits)

    def fitted(
        self,
        trainer: FoldTrainer,
        sample: Sample,
        columns: Iterable[Sequence[int]],
        settings: Iterable[Mapping[str, float]],
    ) -> Iterator[FittedFold]:
        """Grow trees in each fold, on the columns and with the settings of its own."""
        threads = [1] * len(self.splits)
        if len(threads) % self.threads == 1:
            threads[-1] = self.threads  # the last one has no other beside it
        return self.pool.map(lambda *fold: trainer.fitted(sample, *fold), self.splits, columns, settings, threads)

    @property
    def numbers(self) -> np.ndarray:
        """The number of the fold that each client is held out of, shape (n,)."""
        return self.held_out(np.full(len(outside), k) for k, (_, outside) in enumerate(self.splits)).astype(np.int8)

    def held_out(self, margins: Iterable[np.ndarray]) -> np.ndarray:
        """Return what the folds say of their held-out clients as one array, shape (n,)."""
        whole = np.empty(sum(len(outside) for _, outside in self.splits))
        for (_, outside), margin in zip(self.splits, margins, strict=True):
            whole[outside] = margin
        return whole
