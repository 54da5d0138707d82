"""The command line: one command a line of `credit-panel --help`."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
from collections.abc import Sequence

from credit_panel.cli.arguments import parser
from credit_panel.errors import CreditPanelError
from credit_panel.settings import Settings

__all__ = ["main"]

_FULL = "The disk has no room left: free some space and try again."


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Returns
    -------
    int
        0 when done, 1 when ``can`` says no, 2 when the input or a setting is wrong (one sentence on standard error),
        130 when interrupted, 141 when whoever read standard output went away before the system had taken all of it:
        what a shell says of any program that a broken pipe has ended. What a pipe has room for is taken, whoever reads
        of it: that is 0.
    """
    try:
        try:
            args = parser().parse_args(argv)
        except SystemExit:
            _flush()  # of ``--help``
            raise
        logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
        code = args.run(args, Settings.from_env())
        _flush()
    except BrokenPipeError:
        _drop_output()
        return 128 + signal.SIGPIPE
    except CreditPanelError as error:
        print(f"credit-panel: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("credit-panel: stopped; nothing was changed.", file=sys.stderr)
        return 130
    except Exception as error:
        from credit_panel.portfolio.staging import is_full_disk

        full = is_full_disk(error)
        if not (full or isinstance(error, OSError)):
            raise
        _drop_output()
        print(f"credit-panel: {_FULL if full else _sentence(error)}", file=sys.stderr)
        return 2
    return code or 0


def _flush() -> None:
    """Write out what waits for standard output now, while what goes wrong can still be told."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _drop_output() -> None:
    """Let go of what standard output did not take: Python would try once more at its end, and tell of it by itself."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(error: Exception) -> str:
    """Return what the system refused; an `OSError` names its file, and an argument of it may be missing."""
    place = getattr(error, "filename", None)
    reason = getattr(error, "strerror", None) or error
    return f"The system refused a file{f' ({place})' if place else ''}: {reason}; check the path and the rights."
