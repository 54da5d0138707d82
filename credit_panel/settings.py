"""Where things lie and how the server is reached, read once from the environment."""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from credit_panel.errors import SettingsError

_FRENCH_BURDEN = 0.35
_CURRENCY = re.compile(r"[A-Z]{3}")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(MB|GB)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

DEFAULT_MEMORY = 2_000_000_000
"""Bytes that a server may take where nothing else is said."""


def _root() -> Path:
    """Return the checkout when the package runs from one, else the user's folder for what programs keep."""
    checkout = Path(__file__).resolve().parents[1]
    if (checkout / "pyproject.toml").is_file():
        return checkout
    kept = "~/Library/Application Support" if sys.platform == "darwin" else "~/.local/share"
    return Path(os.environ.get("XDG_DATA_HOME") or kept, "credit-panel")


@dataclass(frozen=True, slots=True)
class Norms:
    """What lenders of a jurisdiction hold a budget against; shown beside it, and nothing is decided by it.

    Parameters
    ----------
    burden
        Share of the monthly income that all instalments, insurance included, should not pass; None where there is no
        such norm. In France the Haut Conseil de stabilité financière sets 35 % for home loans, and lenders keep to it.
    left_to_live
        Amount a month that should be left when all instalments are paid; None where the lender has none.
    currency
        ISO code of the amounts; empty where the data do not say.
    """

    burden: float | None = _FRENCH_BURDEN
    left_to_live: float | None = None
    currency: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Norms:
        """Read ``CREDIT_PANEL_BURDEN_NORM`` (per cent, 0 for none), ``..._LEFT_TO_LIVE`` and ``..._CURRENCY``.

        Raises
        ------
        SettingsError
            When one of them is not what it should be.
        """
        burden = _amount(environ, "CREDIT_PANEL_BURDEN_NORM", 100.0)
        currency = environ.get("CREDIT_PANEL_CURRENCY", "").strip().upper()
        if currency and not _CURRENCY.fullmatch(currency):
            raise SettingsError(f"CREDIT_PANEL_CURRENCY is {currency[:20]!r}: give a code of three letters, as EUR.")
        return cls(
            _FRENCH_BURDEN if burden is None else burden / 100 or None,
            _amount(environ, "CREDIT_PANEL_LEFT_TO_LIVE", 1e12) or None,
            currency,
        )


DEFAULT_NORMS = Norms()
"""Those of a process whose environment names none."""


def _amount(environ: Mapping[str, str], name: str, most: float) -> float | None:
    """Return the number of a setting, None where it is not set."""
    text = environ.get(name, "").strip()
    if not text:
        return None
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = -1.0
    if not 0 <= number <= most:
        raise SettingsError(f"{name} is {text[:20]!r}: give a number from 0 to {most:g}.")
    return number


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
    annual_rate
        Nominal rate a year that the lender lends at, 0.2 for 20 %; None takes the rates of the credits granted before.
    norms
        What a budget is held against.
    journal
        Where the journal lies: ``sqlite:FILE``, ``postgresql://...``, ``off`` for none; empty for a file beside the
        portfolio.
    journal_key
        File of the key that makes pseudonyms of clients; None for one beside the portfolio.
    memory
        Bytes that a server may take.

    Examples
    --------
    >>> import credit_panel as cp
    >>> settings = cp.Settings.from_env()
    """

    data_dir: Path
    models_dir: Path
    model: str = "synthetic"
    annual_rate: float | None = None
    norms: Norms = DEFAULT_NORMS
    journal: str = ""
    journal_key: Path | None = None
    memory: int = DEFAULT_MEMORY

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read ``CREDIT_PANEL_DATA_DIR``, ``_MODELS_DIR``, ``_MODEL``, ``_ANNUAL_RATE``, the journal's, `Norms`.

        Folders that are not given lie in the checkout, or where the user's other programs keep what is theirs.

        Raises
        ------
        SettingsError
            When the model's name is not a plain name, a folder begins with the home of nobody, or a number is none.
        """
        env = os.environ if environ is None else environ
        root = _root()
        return cls(
            data_dir=_folder(env.get("CREDIT_PANEL_DATA_DIR") or root / "data"),
            models_dir=_folder(env.get("CREDIT_PANEL_MODELS_DIR") or root / "models"),
            model=plain_name(env.get("CREDIT_PANEL_MODEL") or "synthetic", given_in="in CREDIT_PANEL_MODEL "),
            annual_rate=_rate(env.get("CREDIT_PANEL_ANNUAL_RATE") or ""),
            norms=Norms.from_env(env),
            journal=_journal(env.get("CREDIT_PANEL_JOURNAL_URL") or ""),
            journal_key=_folder(key) if (key := env.get("CREDIT_PANEL_JOURNAL_KEY")) else None,
            memory=_memory(env.get("CREDIT_PANEL_MEMORY") or ""),
        )

    def environ(self) -> dict[str, str]:
        """Return what the environment of another process has to hold for these settings."""
        return {
            "CREDIT_PANEL_DATA_DIR": str(self.data_dir),
            "CREDIT_PANEL_MODELS_DIR": str(self.models_dir),
            "CREDIT_PANEL_MODEL": self.model,
            **({} if self.annual_rate is None else {"CREDIT_PANEL_ANNUAL_RATE": str(self.annual_rate)}),
            **({"CREDIT_PANEL_JOURNAL_URL": self.journal} if self.journal else {}),
            **({} if self.journal_key is None else {"CREDIT_PANEL_JOURNAL_KEY": str(self.journal_key)}),
            **({} if self.memory == DEFAULT_MEMORY else {"CREDIT_PANEL_MEMORY": f"{self.memory / 1e6}MB"}),
        }

    def is_built(self) -> bool:
        """Return whether the model and the portfolio in use are there."""
        return (self.bundle_dir() / "manifest.json").is_file() and (self.portfolio_dir() / "portfolio.json").is_file()

    def portfolio_dir(self, name: str | None = None) -> Path:
        """Return the folder of the scored portfolio `name` (the one in use when None)."""
        return self.data_dir / plain_name(self.model if name is None else name)

    def bundle_dir(self, name: str | None = None) -> Path:
        """Return the folder of the model bundle `name` (the one in use when None)."""
        return self.models_dir / plain_name(self.model if name is None else name)

    def journal_file(self) -> Path | None:
        """Return the file of the journal: beside the portfolio unless another is named, None where it is no file."""
        if not self.journal:
            return self.data_dir / f"{plain_name(self.model)}.journal"
        return Path(self.journal.removeprefix("sqlite:")) if self.journal.startswith("sqlite:") else None

    def journal_key_file(self) -> Path:
        """Return the file of the journal's key."""
        return self.journal_key or self.data_dir / f"{plain_name(self.model)}.journal-key"


def _journal(url: str) -> str:
    """Return where the journal lies, when it is somewhere that a journal can."""
    if url and url != "off" and not re.match(r"sqlite:.|postgres(ql)?://.", url):
        raise SettingsError(
            f"CREDIT_PANEL_JOURNAL_URL is {url[:20]!r}: give postgresql://USER@HOST/DATABASE, sqlite:FILE, or off."
        )
    return url


def _memory(text: str) -> int:
    """Return a number of bytes from ``2GB`` or ``1500MB``."""
    if not text.strip():
        return DEFAULT_MEMORY
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise SettingsError(f"CREDIT_PANEL_MEMORY is {text.strip()[:20]!r}: give a size as 2GB or 1500MB.")
    return int(float(found[1]) * (1e9 if found[2].upper() == "GB" else 1e6))


def _rate(text: str) -> float | None:
    """Return a rate a year as a share, from ``0.2`` or ``20%``; None when nothing was given."""
    if not text.strip():
        return None
    try:
        number = float(text.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        number = math.nan
    rate = number / 100 if text.strip().endswith("%") else number
    if not 0 < rate <= 2:
        raise SettingsError(
            f"The annual rate in CREDIT_PANEL_ANNUAL_RATE is {text.strip()!r}: give a share such as 0.2, or 20%."
        )
    return rate


def _folder(path: str | Path) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise SettingsError(f"The folder {path} cannot be found: write its path without '~'.") from error


def plain_name(name: str, *, given_in: str = "") -> str:
    """Return `name` when it is safe as a folder's name; `given_in` tells where it was given.

    Raises
    ------
    SettingsError
        When it holds anything but letters, digits, ``-`` and ``_``.
    """
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"The model name {given_in}{name!r} cannot be used: take letters, digits, '-' and '_' only, 64 at most."
        )
    return name
