"""Why the server does not read a file that somebody sent, whatever it is meant to hold."""

from __future__ import annotations

from credit_panel.errors import UploadError
from credit_panel.locale import Translator
from credit_panel.uploads.reader import MEMORY, SECONDS


def upload_words(error: UploadError, t: Translator) -> str:
    """Return why a file is not read and what to do, as one sentence."""
    return {
        "busy": t.gettext("The server is reading other files: send this one again in a moment."),
        "often": t.gettext(
            "Too many files came from this address in a short time: wait a minute, then send this one again."
        ),
        "slow": t.gettext(
            "The file took over {n} seconds to read, and was stopped: send a smaller one, or the same as CSV.",
            n=t.number(SECONDS),
        ),
        "heavy": t.gettext(
            "The file took over {n} MB of memory to read, and was stopped: send a smaller one, or the same as CSV.",
            n=t.number(MEMORY / 1e6),
        ),
        "broken": t.gettext(
            "The file broke off what reads it, so it may be damaged: save it again as CSV and send that."
        ),
    }[error.fault]
