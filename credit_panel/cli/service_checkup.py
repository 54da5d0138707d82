"""What `credit-panel doctor` says of the scoring service: whether it answers, lets this server in, and scores alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from credit_panel.access.actions import Action
from credit_panel.cli.findings import Finding
from credit_panel.errors import CreditPanelError
from credit_panel.features import features_of_application
from credit_panel.home_credit import validate_application
from credit_panel.portfolio import ServedModel
from credit_panel.remote.remote_settings import RemoteSettings
from credit_panel.remote.service import ScoringService
from credit_panel.scoring import Scenario
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

_KEY_FOR_BOTH = (
    f"make it one with 'credit-panel key add pages --action {Action.SCORE_APPLICATIONS} --action "
    f"{Action.VIEW_CLIENTS} --days 90' there."
)


def scoring_service(served: ServedModel, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the scoring service, where the settings name one."""
    try:
        settings = RemoteSettings.from_env(environ)
        if not settings.url:
            return
        service = ScoringService(settings, served)
        service.check_identity()
        apart = max(_of_nobody(service, served), _of_a_client(service, served))
    except ServiceError as error:
        # one that is down keeps the server from nothing else
        yield Finding("note" if error.fault in ("unreachable", "busy") else "fault", str(error))
        return
    except CreditPanelError as error:
        yield Finding("fault", str(error))
        return
    if apart > _NEAR:
        sentence = f"The scoring service {settings.host} scores {apart:.0e} away from this server: start both again."
        yield Finding("fault", sentence)
    else:
        yield Finding("ok", f"The scoring service {settings.host} scores what is typed and tried as this server would")


def _of_nobody(service: ScoringService, served: ServedModel) -> float:
    """Return how far apart both servers score an application of nobody, as `/application` has it scored."""
    try:
        found = service.score(_NOBODYS, features_of_application(validate_application(_NOBODYS)))
    except ServiceError as error:
        if error.fault != "refused":
            raise
        raise ServiceError(
            error.fault, f"{error} It has to be a key for {Action.SCORE_APPLICATIONS} and {Action.VIEW_CLIENTS}."
        ) from error
    return abs(found.explanation.probability - served.explain_application(_NOBODYS).probability)


def _of_a_client(service: ScoringService, served: ServedModel) -> float:
    """Return how far apart they score the first client, as the what-if of `/client` has it scored.

    The service serves the same portfolio, by its identity: it is told of nobody whom it does not know.
    """
    number = int(served.portfolio.ids[0])
    row = served.portfolio.client(number)
    try:
        found = service.what_if(number, Scenario(), row)
    except ServiceError as error:
        if error.fault != "refused":
            raise
        raise ServiceError(
            error.fault,
            f"The scoring service {service.settings.host} scores applications for this server and shows it no client: "
            f"its key is not made for {Action.VIEW_CLIENTS}, which the what-if of /client needs; {_KEY_FOR_BOTH}",
        ) from error
    return abs(found.probability - served.explain_client(number).probability)
