"""What went wrong on a cluster, in one sentence: Spark's own account is pages of Java."""

from __future__ import annotations

import re

from credit_panel import errors
from credit_panel.errors import CreditPanelError, EngineError

_OWN = re.compile(r"credit_panel\.errors\.(\w+): (.+)")
_LACKS = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
_FILE = re.compile(r"(?:file|hdfs|s3a?|gs|abfss?|wasbs?):/[^\s,;)\]]+|(?<=[\s(])/[^\s,;:)\]]+")
_SENTENCES = (
    (
        ("PYTHON_VERSION_MISMATCH",),
        "Spark's workers run another Python than this one: name the same version on all of them in PYSPARK_PYTHON.",
    ),
    (
        ("OutOfMemoryError", "Container killed by YARN for exceeding"),
        "Spark has run out of memory: give it more, with --conf spark.executor.memory=8g, or spark.driver.memory where "
        "the master is local.",
    ),
    (("No space left on device",), "A disk of the cluster has no room left: free some space and start again."),
    (
        ("ExecutorLostFailure", "Lost executor", "Master removed our application"),
        "The cluster has lost its workers again and again: look into their logs, then start again.",
    ),
    (
        ("SparkContext was shut down", "Connection refused", "Answer from Java side is empty"),
        "Spark has ended in the midst of the work: look into the logs of the master, then start again.",
    ),
)
_DAMAGED = ("is not a Parquet file", "CANNOT_READ_FILE_FOOTER", "FAILED_READ_FILE", "Could not read footer")
_FORBIDDEN = ("Permission denied", "AccessControlException", "AccessDenied", "Mkdirs failed", "Read-only file system")


def fault_of(error: BaseException) -> CreditPanelError:
    """Return the error to tell the user.

    Parameters
    ----------
    error
        What PySpark raised; one of our own, on whatever machine, is told as it is.
    """
    if isinstance(error, CreditPanelError):
        return error
    text = _account(error)
    if own := _OWN.search(text):
        kind = getattr(errors, own[1], CreditPanelError)
        return CreditPanelError(own[2]) if kind is CreditPanelError else _made(kind, own[2])
    if lacking := _LACKS.search(text):
        return EngineError(
            f"The Python of Spark's workers lacks {lacking[1]}: install credit-panel[spark] on all of them, or name "
            "another Python in PYSPARK_PYTHON."
        )
    place = next(iter(_FILE.findall(text)), "")
    if any(sign in text for sign in _DAMAGED):
        return errors.TablesError(f"{_last(place)} is not a readable Parquet file: write or copy it again.")
    if any(sign in text for sign in _FORBIDDEN):
        return EngineError(f"Spark may not read or write {place or 'a file'}: check the path and the rights.")
    for signs, sentence in _SENTENCES:
        if any(sign in text for sign in signs):
            return EngineError(sentence)
    return EngineError(f"Spark could not do the work ({_first_line(error)}): look into its logs.")


def is_bad_value(error: BaseException) -> bool:
    """Tell whether a cell was read that its column cannot hold; where it stands, the error does not say."""
    text = _account(error)
    return any(sign in text for sign in ("CAST_OVERFLOW", "CAST_INVALID_INPUT"))


def _account(error: BaseException) -> str:
    """Return all that is said of an error, by Python and by Java, and of what it came from."""
    parts = []
    cause: BaseException | None = error
    while cause is not None:
        parts += [str(cause), str(getattr(cause, "java_exception", "") or ""), str(getattr(cause, "_stackTrace", ""))]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(parts)


def _made(kind: type, sentence: str) -> CreditPanelError:
    try:
        made = kind(sentence)
    except TypeError:  # one whose sentence is made from its parts
        return CreditPanelError(sentence)
    return made if isinstance(made, CreditPanelError) else CreditPanelError(sentence)


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:200]


def _last(place: str) -> str:
    return place.rstrip("/.").rsplit("/", 1)[-1] or "A file"
