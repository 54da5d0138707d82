"""Where the scoring service is, and what lets this server in there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from credit_panel.access.public_url import is_safe
from credit_panel.errors import SettingsError
from credit_panel.secret import secret

URL, KEY = "CREDIT_PANEL_API_URL", "CREDIT_PANEL_API_KEY"


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    """The scoring service that the settings name.

    Parameters
    ----------
    url
        Its address, below which ``/api/v1`` is; empty where this server scores itself.
    key
        Its key for this server; empty where it asks for none.
    """

    url: str = ""
    key: str = field(default="", repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> RemoteSettings:
        """Read ``CREDIT_PANEL_API_URL`` and ``CREDIT_PANEL_API_KEY``, or the file that ``…_KEY_FILE`` names.

        Raises
        ------
        SettingsError
            When the address is none, or what is sent there could be read on the way.
        """
        environ = os.environ if environ is None else environ
        url = environ.get(URL, "").strip().rstrip("/")
        if not url:
            return cls()
        if not is_safe(url) or urlsplit(url).query:
            raise SettingsError(
                f"{URL} is no address of a server that can be used: give a whole one that begins with https (http on "
                "this machine alone), without a password in it."
            )
        return cls(url, secret(KEY, environ))

    @property
    def host(self) -> str:
        """The service's name, for people."""
        return urlsplit(self.url).netloc
