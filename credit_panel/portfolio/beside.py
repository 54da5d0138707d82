"""A model beside the former ones of its name: each has folders of its own, and links of the name lead to one of them.

A server opens what a link leads to, and goes on reading that when the link leads elsewhere: nobody who looks at the
former model loses it, and a link that leads back is the way back.
"""

from __future__ import annotations

from pathlib import Path

from credit_panel.portfolio.manifest import MANIFEST
from credit_panel.scoring.sealing import digest
from credit_panel.settings import Settings, plain_name


def folders_of(name: str, seal: str, settings: Settings) -> tuple[Path, Path]:
    """Return where a model and a portfolio of some content lie beside others of their name.

    Parameters
    ----------
    seal
        SHA-256 of the portfolio's manifest.
    """
    own = plain_name(f"{name}-{seal[:12]}")
    return settings.bundle_dir(own), settings.portfolio_dir(own)


def lead(name: str, folders: tuple[Path, Path], settings: Settings) -> None:
    """Have the links of a name lead to other folders; what lay in their place as folders is moved beside them."""
    places = settings.bundle_dir(name), settings.portfolio_dir(name)
    former = places[1] / MANIFEST
    if any(_is_folder(place) for place in places):
        seal = digest(former) if former.is_file() else "0" * 12
        for place, beside in zip(places, folders_of(name, seal, settings), strict=True):
            if _is_folder(place):
                place.rename(beside)
    for place, folder in zip(places, folders, strict=True):
        link = place.with_name(f".{place.name}.link")
        link.unlink(missing_ok=True)
        link.symlink_to(folder.name, target_is_directory=True)
        link.replace(place)


def _is_folder(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink()
