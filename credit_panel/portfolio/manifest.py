"""What a portfolio says of itself, in the small file that makes a folder a portfolio, and seals all others in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from credit_panel.errors import PortfolioError
from credit_panel.formats import PORTFOLIO_FORMAT as FORMAT
from credit_panel.portfolio.file_seals import FileSeal, seal_files
from credit_panel.scoring.sealing import is_as_written, seal_of

MANIFEST = "portfolio.json"


@dataclass(frozen=True, slots=True)
class PortfolioManifest:
    """What a portfolio says of itself.

    Parameters
    ----------
    name
        Its name, that of the model that scored it.
    model_version
        Version of that model, its policy and scale included.
    synthetic
        Whether its clients are invented.
    applications
        How many it holds.
    notes
        What reading the tables had to leave out or repair, one sentence each.
    bundle
        Seal of the bundle that was built with it; a portfolio is only shown with that one.
    tariff
        What the credits granted before cost, see `Tariff.as_json`.
    files
        Seal of each other file, by its path from the folder; `write_manifest` takes them.
    seal
        SHA-256 of all of this: the identity of bundle, policy and portfolio together.
    """

    name: str
    model_version: str
    synthetic: bool
    applications: int
    notes: tuple[str, ...] = ()
    bundle: str = ""
    tariff: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, FileSeal] = field(default_factory=dict)
    seal: str = ""


def write_manifest(manifest: PortfolioManifest, folder: Path) -> None:
    """Seal the files in `folder` and write the manifest into it, which is a portfolio from then on."""
    seals = seal_files(folder, without=MANIFEST)
    content = {"format": FORMAT, **asdict(manifest), "files": {name: asdict(seal) for name, seal in seals.items()}}
    content["notes"] = list(manifest.notes)
    content["seal"] = seal_of(content)
    (folder / MANIFEST).write_text(json.dumps(content, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> PortfolioManifest:
    """Read the manifest of the portfolio in `folder`.

    Raises
    ------
    PortfolioError
        When the folder holds no portfolio, one of another format, or one whose manifest was changed.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise PortfolioError(
            f"There is no portfolio in {folder}: build it with 'credit-panel build --tables PATH --name {folder.name}'."
        )
    again = "build the model and its portfolio again with 'credit-panel build'."
    try:
        text = path.read_text(encoding="utf-8")
        written = json.loads(text)
        content = dict(written)
        format = int(content.pop("format"))
        if format > FORMAT:
            raise PortfolioError(
                f"The portfolio in {folder} has format {format} and this version reads format {FORMAT}: install a "
                "newer version of credit-panel."
            )
        if format < FORMAT:
            raise PortfolioError(
                f"The portfolio in {folder} was built by an earlier version: build it again with 'credit-panel build "
                f"--tables PATH --name {folder.name}'."
            )
        if content["seal"] != seal_of(written) or not is_as_written(text, written):
            raise PortfolioError(f"{path} was changed after it was built: {again}")
        files = {name: FileSeal(**seal) for name, seal in content["files"].items()}
        return PortfolioManifest(**{**content, "notes": tuple(content["notes"]), "files": files})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise PortfolioError(f"{path} cannot be read as a portfolio's manifest: {again}") from error
    except OSError as error:
        raise PortfolioError(f"{path} cannot be read ({error.strerror}): check its rights.") from error
