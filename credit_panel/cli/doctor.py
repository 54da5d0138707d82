"""`credit-panel doctor`: says in a minute what is wrong with an installation."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace

from credit_panel.errors import SettingsError
from credit_panel.settings import Settings, plain_name
from credit_panel.xgboost_alone import import_xgboost_alone

_MARKS = {"ok": "ok   ", "note": "note ", "fault": "FAULT"}


def doctor(args: argparse.Namespace, settings: Settings) -> None:
    """Look at everything that serving needs and say what was found, line by line.

    Raises
    ------
    SettingsError
        When something keeps the server from serving.
    """
    import_xgboost_alone()
    from credit_panel.cli.checkup import findings

    if args.model is not None:
        settings = replace(settings, model=plain_name(args.model))
    faults = 0
    for found in findings(settings, os.environ):
        print(f"{_MARKS[found.verdict]} {found.sentence}", flush=True)
        faults += found.verdict == "fault"
    if faults:
        raise SettingsError(f"{faults} {'thing keeps' if faults == 1 else 'things keep'} the server from serving.")
