"""The scoring service of this process."""

from __future__ import annotations

import logging

from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.kept import kept
from credit_panel.remote.remote_settings import RemoteSettings
from credit_panel.remote.service import ScoringService
from credit_panel.scoring.elsewhere import ServiceError

logger = logging.getLogger("credit_panel")


@kept(2)
def service_of(settings: RemoteSettings, served: ServedModel) -> ScoringService:
    """Return the service that the settings name, one for all visitors of the process."""
    return ScoringService(settings, served)


def check_at_start(served: ServedModel) -> None:
    """Look at the scoring service before this server answers; one that does not answer yet is asked later.

    Raises
    ------
    SettingsError
        When the settings name none that can be used.
    ServiceError
        When it serves something else, refuses this server, or is none.
    """
    settings = RemoteSettings.from_env()
    if settings.url:
        try:
            service_of(settings, served).check_identity()
        except ServiceError as error:
            if error.fault not in ("unreachable", "busy"):
                raise
            logger.warning("The scoring service %s does not answer yet; what is typed waits for it.", settings.host)
