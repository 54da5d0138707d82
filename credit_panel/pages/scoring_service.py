"""What has another server score in the place of this one, where the settings name one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from credit_panel.portfolio import ServedModel
from credit_panel.remote.remote_settings import RemoteSettings
from credit_panel.views.parts.latest_work import LatestWork

if TYPE_CHECKING:
    from credit_panel.remote.service import ScoringService

_ASKING = ThreadPoolExecutor(8, thread_name_prefix="scoring-service")
"""Threads that wait for the scoring service: while it is slow, nothing else waits for one of them."""


def scoring_service(served: ServedModel) -> ScoringService | None:
    """Return the service of this process that scores by the same model, None where this server scores itself."""
    settings = RemoteSettings.from_env()
    if not settings.url:
        return None
    from credit_panel.remote.opening import service_of  # nothing of it is loaded where it is not used

    return service_of(settings, served)


def asking() -> Callable[[Callable[[], Any], Callable[[Any], None]], None]:
    """Return what asks it beside the visitors; only what was asked for last is shown, and nobody asks for the rest."""
    latest = LatestWork(_ASKING)

    def beside(work: Callable[[], Any], finish: Callable[[Any], None]) -> None:
        latest.begin(lambda wanted: work() if wanted() else None, finish)

    return beside
