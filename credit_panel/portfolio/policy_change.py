"""Another policy for a model that is built: everything is decided anew, and nothing is trained."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, replace
from pathlib import Path

from credit_panel.portfolio.manifest import MANIFEST, write_manifest
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.portfolio.staging import staged
from credit_panel.portfolio.store import APPLICATIONS
from credit_panel.portfolio.writing import write_table
from credit_panel.scoring import Policy, copy_bundle
from credit_panel.settings import Settings, plain_name


def change_policy(name: str, policy: Policy, settings: Settings) -> ServedModel:
    """Put another policy in the place of the one that a built model ships with.

    Every outcome and grade of the portfolio is decided anew, version and identity move along, and model and portfolio
    are sealed anew. Both are exchanged together or not at all. Every file is held against its seal before: what was
    damaged must not be sealed.

    Returns
    -------
    ServedModel
        What is on disk now.

    Raises
    ------
    BundleError, PortfolioError
        When the model or its portfolio is absent or altered, or the disk has no room.
    """
    settings = replace(settings, model=plain_name(name))
    bundle_dir, portfolio_dir = settings.bundle_dir(), settings.portfolio_dir()
    served = ServedModel.open(settings)
    served.verify()
    decided = served.with_policy(**asdict(policy))
    with staged(bundle_dir, portfolio_dir) as (fresh_bundle, fresh_portfolio):
        manifest = copy_bundle(bundle_dir, fresh_bundle, policy=policy)
        for path in sorted(portfolio_dir.rglob("*")):
            place = fresh_portfolio / path.relative_to(portfolio_dir)
            if path.is_file() and path not in (portfolio_dir / MANIFEST, portfolio_dir / APPLICATIONS):
                place.parent.mkdir(parents=True, exist_ok=True)
                _take_over(path, place)
        write_table(decided.portfolio.scan(), fresh_portfolio / APPLICATIONS)
        written = replace(served.portfolio.manifest, model_version=manifest.version, bundle=manifest.seal)
        write_manifest(written, fresh_portfolio)
        served.portfolio.check_current()
    return ServedModel.open(settings)


def _take_over(path: Path, place: Path) -> None:
    """Have a file that does not change at another place too, without a copy of its content where the disk can."""
    try:
        os.link(path, place)
    except OSError:
        shutil.copyfile(path, place)
