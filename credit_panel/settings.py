"""Where things lie and how the server is reached, read once from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from credit_panel.errors import SettingsError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def _project_root() -> Path:
    """Return the checkout when the package runs from one, else the working directory."""
    checkout = Path(__file__).resolve().parents[1]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process.

    Parameters
    ----------
    data_dir
        Folder of the portfolios, one sub-folder a name.
    models_dir
        Folder of the model bundles, one sub-folder a name.
    model
        Name of the bundle and portfolio in use.
    """

    data_dir: Path
    models_dir: Path
    model: str = "synthetic"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read ``CREDIT_PANEL_DATA_DIR``, ``CREDIT_PANEL_MODELS_DIR`` and ``CREDIT_PANEL_MODEL``.

        Raises
        ------
        SettingsError
            When the model's name is not a plain name, or a folder begins with the home of nobody.
        """
        env = os.environ if environ is None else environ
        root = _project_root()
        return cls(
            data_dir=_folder(env.get("CREDIT_PANEL_DATA_DIR") or root / "data"),
            models_dir=_folder(env.get("CREDIT_PANEL_MODELS_DIR") or root / "models"),
            model=plain_name(env.get("CREDIT_PANEL_MODEL") or "synthetic"),
        )

    def portfolio_dir(self, name: str | None = None) -> Path:
        """Return the folder of the scored portfolio `name` (the one in use when None)."""
        return self.data_dir / plain_name(self.model if name is None else name)

    def bundle_dir(self, name: str | None = None) -> Path:
        """Return the folder of the model bundle `name` (the one in use when None)."""
        return self.models_dir / plain_name(self.model if name is None else name)


def _folder(path: str | Path) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise SettingsError(f"The folder {path} cannot be found: write its path without '~'.") from error


def plain_name(name: str) -> str:
    """Return `name` when it is safe as a folder's name.

    Raises
    ------
    SettingsError
        When it holds anything but letters, digits, ``-`` and ``_``.
    """
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"The model name {name!r} cannot be used: take letters, digits, '-' and '_' only, 64 at most."
        )
    return name
