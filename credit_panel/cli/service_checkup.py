"""What `credit-panel doctor` says of the scoring service: whether it answers, lets this server in, and scores alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from credit_panel.cli.findings import Finding
from credit_panel.errors import CreditPanelError
from credit_panel.features import features_of_application
from credit_panel.home_credit import validate_application
from credit_panel.portfolio import ServedModel
from credit_panel.remote.remote_settings import RemoteSettings
from credit_panel.remote.service import ScoringService
from credit_panel.scoring.elsewhere import ServiceError
from credit_panel.scoring.explanation import Value

_NEAR = 1e-9
_NOBODYS: Mapping[str, Value] = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_CREDIT": 450_000.0,
    "AMT_INCOME_TOTAL": 150_000.0,
    "DAYS_BIRTH": -14_600.0,
}
"""An application of nobody, which may be sent anywhere."""


def scoring_service(served: ServedModel, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the scoring service, where the settings name one."""
    try:
        settings = RemoteSettings.from_env(environ)
        if not settings.url:
            return
        service = ScoringService(settings, served)
        service.check_identity()
        features = features_of_application(validate_application(_NOBODYS))
        found = service.score(_NOBODYS, features).explanation.probability
    except ServiceError as error:
        # one that is down keeps the server from nothing else
        yield Finding("note" if error.fault in ("unreachable", "busy") else "fault", str(error))
        return
    except CreditPanelError as error:
        yield Finding("fault", str(error))
        return
    apart = abs(found - served.explain_application(_NOBODYS).probability)
    if apart > _NEAR:
        sentence = f"The scoring service {settings.host} scores {apart:.0e} away from this server: start both again."
        yield Finding("fault", sentence)
    else:
        yield Finding("ok", f"The scoring service {settings.host} scores what is typed as this server would")
