"""The command line: serve, build, verify, compare, score, synthesize."""

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Returns
    -------
    int
        0 when done, 2 when the input or a setting is wrong (one sentence on standard error), 130 when interrupted,
        141 when whoever read standard output has stopped reading, as ``head`` does.
    """
    args = parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        args.run(args, Settings.from_env())
        if sys.stdout is not None:
            sys.stdout.flush()  # now, while what goes wrong can still be told
    except BrokenPipeError:
        _drop_output()
        return 128 + signal.SIGPIPE
    except CreditPanelError as error:
        print(f"credit-panel: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        _drop_output()
        print(f"credit-panel: {_sentence(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("credit-panel: stopped; nothing was changed.", file=sys.stderr)
        return 130
    except Exception as error:
        from credit_panel.portfolio.staging import is_full_disk

        if not is_full_disk(error):
            raise
        print("credit-panel: The disk has no room left: free some space and try again.", file=sys.stderr)
        return 2
    return 0


def _drop_output() -> None:
    """Let go of what standard output did not take: Python would try once more at its end, and tell of it by itself."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    return (
        f"The system refused a file{place}: {error.strerror or error}; check the path, the rights and the disk's room."
    )
