"""What a portfolio says of itself, in the small file that makes a folder a portfolio."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from credit_panel.errors import PortfolioError

FORMAT = 2
MANIFEST = "portfolio.json"


@dataclass(frozen=True, slots=True)
class PortfolioManifest:
    """What a portfolio says of itself.

    Parameters
    ----------
    name
        Its name, that of the model that scored it.
    model_version
        Version of that model; a portfolio is only shown with the model that scored it.
    synthetic
        Whether its clients are invented.
    applications
        How many it holds.
    notes
        What reading the tables had to leave out or repair, one sentence each.
    """

    name: str
    model_version: str
    synthetic: bool
    applications: int
    notes: tuple[str, ...] = ()


def write_manifest(manifest: PortfolioManifest, folder: Path) -> None:
    """Write the manifest into `folder`, which is a portfolio from then on."""
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> PortfolioManifest:
    """Read the manifest of the portfolio in `folder`.

    Raises
    ------
    PortfolioError
        When the folder holds no portfolio, or one of another format.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise PortfolioError(
            f"There is no portfolio in {folder}: build it with 'credit-panel build --tables PATH --name {folder.name}'."
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("format") != FORMAT:
            raise PortfolioError(f"The portfolio in {folder} is of another format: build it again.")
        return PortfolioManifest(**{**content, "notes": tuple(content["notes"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PortfolioError(f"{path} cannot be read as a portfolio's manifest: build the portfolio again.") from error
