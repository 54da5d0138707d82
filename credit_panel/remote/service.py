"""The scoring service as this server asks it: with little patience, once more, and not at all while it is down.

All of this waits for the network: it is called beside the event loop.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from credit_panel.home_credit import CLIENT
from credit_panel.portfolio import ServedModel
from credit_panel.remote.answer import explanation_of, model_version, scored, scored_rows
from credit_panel.remote.asking import batches, sent_rows
from credit_panel.remote.breaker import Breaker
from credit_panel.remote.remote_settings import KEY, URL, RemoteSettings
from credit_panel.scoring import Explanation, Scenario
from credit_panel.scoring.elsewhere import Scored, ServiceError, ServiceFault
from credit_panel.scoring.explanation import Value

if TYPE_CHECKING:
    from httpx2 import Client

logger = logging.getLogger("credit_panel")

PATIENCE = 2.0
"""Seconds that the service has for a connection, and for each part of its answer."""
IN_ALL = 3.0
"""Seconds that it has for all of one answer."""
PATIENCE_FOR_MANY = 20.0
"""The same for a thousand applications, which a busy server scores in some seconds."""
TRIES = 2
"""How often one thing is asked: to score changes nothing, so that it can be asked again."""
LONGEST = 2_000_000
"""Bytes of its longest answer; one takes some 40,000."""
_NOT_READY = (500, 502, 503, 504)


class ScoringService:
    """Another server of this kind, which serves the same model.

    Parameters
    ----------
    settings
        Where it is.
    served
        What is served here.
    breaker
        Says whether it is worth asking.
    """

    def __init__(self, settings: RemoteSettings, served: ServedModel, breaker: Breaker | None = None) -> None:
        self.settings, self._served = settings, served
        self._breaker = Breaker() if breaker is None else breaker

    def score(self, application: Mapping[str, Value], features: pl.DataFrame) -> Scored:
        """Return an application scored and explained.

        Parameters
        ----------
        application
            Its fields, as `validate_application` takes them.
        features
            What `features_of_application` makes of them here.

        Raises
        ------
        ServiceError
            When the service does not answer, refuses, serves another model, or answers what cannot be used.
        """
        told = self._ask("POST", "/api/v1/score/explanation", {"application": dict(application)})
        return self._read_of_model(told, lambda: scored(told, self._served.scorer.without_histories, features))

    def what_if(self, client_id: int, scenario: Scenario, features: pl.DataFrame) -> Explanation:
        """Return a client of the portfolio under a scenario, scored and explained.

        Parameters
        ----------
        scenario
            What is different from the portfolio's data, what was changed since among it: the service may keep a
            journal of its own, which knows nothing of that.
        features
            What the scenario makes of the client's features here.

        Raises
        ------
        ServiceError
            As `score` does.
        """
        body = {"changes": dict(scenario.changes), "settled_debt": scenario.settled_debt}
        told: Any = self._ask("POST", f"/api/v1/clients/{client_id}/what-if?version=1", body).get("after")
        return self._read_of_model(told, lambda: explanation_of(told, self._served.scorer, features))

    def score_many(
        self, applications: pl.DataFrame, histories: Sequence[Mapping[str, pl.DataFrame] | None] | None = None
    ) -> pl.DataFrame:
        """Return the scores of applications, in the columns of `score_columns`; they are asked for part by part.

        Parameters
        ----------
        applications
            As `validate_applications` returns them. The number goes with those that have histories, by which a client
            who trained the model is known; those of the others stay here.
        histories
            Those of each, None where none came.

        Raises
        ------
        ServiceError
            As `score` does.
        """
        sent = sent_rows(applications, histories or [None] * len(applications))
        parts, start = [], 0
        for rows in batches(sent):
            parts.append(self._score_part(rows, applications[CLIENT].slice(start, len(rows))))
            start += len(rows)
        return pl.concat(parts)

    def _score_part(self, rows: Sequence[Mapping[str, Any]], client_ids: pl.Series) -> pl.DataFrame:
        told = self._ask("POST", "/api/v1/score/batch", {"applications": rows}, patience=PATIENCE_FOR_MANY)
        scorer = self._served.scorer.without_histories
        return self._read_of_model(told, lambda: scored_rows(told, client_ids, scorer))

    def _read_of_model[Read](self, told: Any, read: Callable[[], Read]) -> Read:
        """Return what is read of an answer, unless another model gave it, or none."""
        own = self._served.scorer.manifest.stamp.version
        try:
            version = model_version(told)
            if version != own:
                raise self._fault(
                    "other_model",
                    f"serves model version {version[:40]!r}, and this server {own!r}: serve the same model and policy "
                    "on both.",
                )
            return read()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._fault("nonsense", f"answers what cannot be used ({error}): check {URL}.") from error

    def check_identity(self) -> None:
        """Look whether it serves the same model, policy and portfolio.

        Raises
        ------
        ServiceError
            When it does not, or does not answer.
        """
        told = self._ask("GET", "/api/v1/readiness")
        identity = told.get("identity")
        if not isinstance(identity, str):
            raise self._fault("nonsense", f"does not say what it serves: check {URL}.")
        if identity != self._served.identity:
            raise self._fault(
                "other_model",
                f"serves {identity[:40]!r}, and this server {self._served.identity!r}: serve the same model, policy "
                "and portfolio on both.",
            )

    @cached_property
    def _client(self) -> Client:
        import httpx2

        headers = {"Accept": "application/json"}
        if self.settings.key:
            headers["Authorization"] = f"Bearer {self.settings.key}"
        return httpx2.Client(timeout=PATIENCE, follow_redirects=False, headers=headers, trust_env=False)

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, patience: float | None = None
    ) -> dict[str, Any]:
        """Return what is answered; a service that fails is asked once more, and then left alone for a while."""
        for last in (False,) * (TRIES - 1) + (True,):
            if not self._breaker.may_ask():
                raise self._fault("unreachable", "did not answer just now, and is asked again in some seconds.")
            try:
                told = self._once(method, path, body, PATIENCE if patience is None else patience)
            except ServiceError as error:
                if error.fault != "unreachable":
                    self._breaker.succeeded()  # it answers
                    raise
                self._breaker.failed()
                if last:
                    raise
            else:
                self._breaker.succeeded()
                return told
        raise AssertionError  # the last try has returned or raised

    def _once(self, method: str, path: str, body: Mapping[str, Any] | None, patience: float) -> dict[str, Any]:
        import httpx2

        until, content = time.monotonic() + IN_ALL - PATIENCE + patience, b""
        try:
            with self._client.stream(method, self.settings.url + path, json=body, timeout=patience) as answer:
                for part in answer.iter_bytes():
                    content += part
                    if time.monotonic() > until:
                        raise self._fault("unreachable", "answers too slowly.")
                    if len(content) > LONGEST:
                        raise self._fault("nonsense", f"answers more than can be taken: check {URL}.")
                status = answer.status_code
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise self._fault("unreachable", f"does not answer ({type(error).__name__}).") from error
        return self._read(status, content)

    def _read(self, status: int, content: bytes) -> dict[str, Any]:
        if status in _NOT_READY:
            raise self._fault("unreachable", f"is not ready (status {status}).")
        if status == 429:
            raise self._fault("busy", "is asked too much at once: raise its CREDIT_PANEL_API_LIMIT.")
        if status in (401, 403):
            raise self._fault("refused", f"does not let this server in (status {status}): check {KEY}_FILE.")
        if status != 200:
            raise self._fault("nonsense", f"answers with status {status}: check {URL}.")
        try:
            told = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self._fault("nonsense", f"answers no JSON: check {URL}.") from error
        if not isinstance(told, dict):
            raise self._fault("nonsense", f"answers JSON that is no object: check {URL}.")
        return told

    def _fault(self, fault: ServiceFault, what: str) -> ServiceError:
        error = ServiceError(fault, f"The scoring service {self.settings.host} {what}")
        logger.warning("%s", error)
        return error
