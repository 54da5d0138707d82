"""What a process serves: one model, one portfolio, one policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import polars as pl

from credit_panel.errors import PortfolioError
from credit_panel.features import features_of_application
from credit_panel.features.absence import columns_told_of
from credit_panel.home_credit import CLIENT, validate_application
from credit_panel.portfolio.decided_portfolio import DecidedPortfolio
from credit_panel.portfolio.kept import forget_kept
from credit_panel.portfolio.staging import recover
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import FOLD, Explanation, Scorer, read_bundle
from credit_panel.scoring.tariff import Tariff
from credit_panel.settings import DEFAULT_NORMS, Norms, Settings


@dataclass(frozen=True)
class ServedModel:
    """A portfolio and the model that scored it; immutable and shared by all visitors of a process.

    Parameters
    ----------
    portfolio
        The scored applications.
    scorer
        The model, its calibration and its policy.
    annual_rate
        The rate that the lender says it lends at; None takes those of the credits granted before.
    norms
        What a budget is held against.

    Examples
    --------
    >>> import credit_panel as cp
    >>> served = cp.current_model()
    >>> explanation = served.explain_client(100002)
    """

    portfolio: Portfolio
    scorer: Scorer
    annual_rate: float | None = None
    norms: Norms = DEFAULT_NORMS

    @classmethod
    def open(cls, settings: Settings, *, threads: int = 1) -> ServedModel:
        """Open the model and the portfolio that the settings name.

        Parameters
        ----------
        threads
            Threads for batches; with one, a batch for one visitor leaves the other cores to all others.

        Raises
        ------
        BundleError, PortfolioError
            When either is absent or altered, or when they do not belong together.
        """
        recover(settings.bundle_dir(), settings.portfolio_dir())
        scorer = Scorer(read_bundle(settings.bundle_dir()), threads=threads)
        # where a link leads now: those who look at this model keep it when the link leads to another one
        portfolio = Portfolio(settings.portfolio_dir().resolve(), memory=settings.memory)
        if portfolio.manifest.bundle != scorer.manifest.seal:
            raise PortfolioError(
                f"The model in {settings.bundle_dir()} and the portfolio in {portfolio.folder} come from two builds: "
                "build both again with 'credit-panel build'."
            )
        return cls(portfolio, scorer, settings.annual_rate, settings.norms)

    @cached_property
    def tariff(self) -> Tariff:
        """What tells the term and the rate of a credit whose amount and instalment alone are known."""
        if self.annual_rate is not None:
            return Tariff.flat(self.annual_rate)
        return Tariff.from_json(self.portfolio.manifest.tariff)

    @property
    def identity(self) -> str:
        """What tells this bundle, policy and portfolio together from any other, in short."""
        return self.portfolio.manifest.seal[:12]

    def with_policy(
        self,
        *,
        cost_ratio: float | None = None,
        review_level: float | None = None,
        review_missing_scores: bool | None = None,
    ) -> ServedModel:
        """Return the same model and clients decided by another policy, in memory: nothing on disk changes.

        Outcomes, grades, version and identity are as if it shipped with that policy; `change_policy` writes it.

        Parameters
        ----------
        cost_ratio, review_level, review_missing_scores
            See `Policy`; None keeps what the model ships with.

        Raises
        ------
        ValueError
            When they make up no policy.

        Examples
        --------
        >>> stricter = current_model().with_policy(cost_ratio=20)  # doctest: +SKIP
        >>> stricter.portfolio.level_counts("outcome")  # doctest: +SKIP
        """
        asked: dict[str, Any] = {
            "cost_ratio": cost_ratio,
            "review_level": review_level,
            "review_missing_scores": review_missing_scores,
        }
        policy = replace(self.scorer.policy, **{name: value for name, value in asked.items() if value is not None})
        scorer = self.scorer.with_policy(policy)
        return ServedModel(DecidedPortfolio(self.portfolio, scorer), scorer, self.annual_rate)

    def verify(self) -> None:
        """Read every file of the portfolio whole; `open` looks at all of a small one only.

        Raises
        ------
        PortfolioError
            When a file is missing, cut, changed or not of the build.
        """
        self.portfolio.verify()

    def contributions(self, client_ids: Sequence[int] | None = None) -> pl.DataFrame:
        """Return what each feature moved, in points, for clients of the portfolio.

        Parameters
        ----------
        client_ids
            Their numbers; None is every client.

        Returns
        -------
        polars.DataFrame
            ``SK_ID_CURR``, then one column of points a feature of the model, by rising number; they and the client's
            ``base_points``, a column of the portfolio, add up to each client's points, within what 32 bits hold.

        Raises
        ------
        UnknownClientError
            When a number is of no client.
        """
        query = self.portfolio.contributions
        if client_ids is not None:
            query = query.filter(pl.col(CLIENT).is_in(self.portfolio.ids_of(client_ids).tolist()))
        return self.portfolio.read(query)

    def explain_client(self, client_id: int) -> Explanation:
        """Score and explain a client of the portfolio.

        Raises
        ------
        UnknownClientError
            When the portfolio has no such client.
        """
        row = self.portfolio.client(client_id, self._columns_explained)
        return self.scorer.explain_one(row, client_id=client_id)

    @cached_property
    def _columns_explained(self) -> tuple[str, ...]:
        """Columns of the portfolio that an explanation reads."""
        return (*columns_told_of(self.scorer.features), FOLD)

    def explain_application(self, application: Mapping[str, object]) -> Explanation:
        """Score and explain an application given field by field, by the model that never saw a credit history.

        Its number SK_ID_CURR, when it has one, is handed back and used for nothing else: an application with the number
        of a client of the portfolio has no history either.

        Raises
        ------
        ApplicationError
            When a field is unknown, of the wrong type or out of bounds; it names every bad field.
        """
        return self.explain_typed(validate_application(application))

    def explain_typed(self, typed: pl.DataFrame) -> Explanation:
        """Score and explain an application that `validate_application` has returned; see `explain_application`."""
        scorer = self.scorer.without_histories
        return scorer.explain_one(features_of_application(typed), client_id=typed.item(0, CLIENT))


_INSTEAD: list[ServedModel] = []
"""The model that has taken the place of the one that was opened first."""


@cache
def current_model() -> ServedModel:
    """Return the model that this process serves: the one named by the environment, opened when it is first asked for.

    Examples
    --------
    >>> import credit_panel as cp
    >>> served = cp.current_model()
    """
    return _INSTEAD[0] if _INSTEAD else ServedModel.open(Settings.from_env())


def serve_from_now(served: ServedModel) -> None:
    """Have the process serve another model to whoever comes from now on; who has the former one keeps it."""
    _INSTEAD[:] = [served]
    current_model.cache_clear()
    forget_kept()


def is_served(served: ServedModel) -> bool:
    """Return whether no other model has taken its place."""
    return not _INSTEAD or served is _INSTEAD[0]
