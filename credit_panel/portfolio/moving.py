"""A model and its portfolio as one file, to be moved to another machine: whole there, or not at all.

The file is a tar archive. Its first member lists the others with size and SHA-256; they follow in that order, plain
files below ``model/`` and ``portfolio/``, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from credit_panel.errors import CreditPanelError, PortfolioError
from credit_panel.portfolio.beside import folders_of, lead
from credit_panel.portfolio.manifest import MANIFEST
from credit_panel.portfolio.staging import recover, staged
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import read_bundle, verify_bundle
from credit_panel.scoring.sealing import digest
from credit_panel.settings import Settings, plain_name

LIST = "credit-panel.json"
"""Name of the member that lists the others."""

_FORMAT = 1
_LONGEST_LIST = 10_000_000
_PIECE = 1 << 20
_PARTS = ("model", "portfolio")


def pack(name: str, settings: Settings, out: Path) -> int:
    """Write a model and its portfolio into one file, once both are seen to be whole and to belong together.

    Returns
    -------
    int
        How many files it holds.

    Raises
    ------
    BundleError, PortfolioError
        When either is absent or altered, or when they do not belong together.
    """
    folders = dict(zip(_PARTS, (settings.bundle_dir(name), settings.portfolio_dir(name)), strict=True))
    recover(*folders.values())
    _check(*folders.values())
    paths = {
        f"{part}/{path.relative_to(folder).as_posix()}": path
        for part, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    files: dict[str, Any] = {
        name: {"size": path.stat().st_size, "sha256": digest(path)} for name, path in paths.items()
    }
    listed = json.dumps({"format": _FORMAT, "name": name, "files": files}).encode()
    written = out.with_name(f".{out.name}.part")
    try:
        with tarfile.open(written, "x") as archive:
            _add(archive, LIST, len(listed), BytesIO(listed))
            for member, path in paths.items():
                with path.open("rb") as content:
                    _add(archive, member, files[member]["size"], content)
        written.chmod(0o600)
        written.replace(out)
    finally:
        with suppress(FileNotFoundError):
            written.unlink()
    return len(files)


def unpack(
    source: Path, settings: Settings, *, name: str | None = None, replace: bool = False, beside: bool = False
) -> str:
    """Put the model and the portfolio of a file in their places, once all of it is seen to be right.

    Parameters
    ----------
    source
        What `pack` wrote.
    settings
        Where the places are.
    name
        Name to give them; None keeps theirs.
    replace
        Whether they may take the place of others of that name, which are there whole until the last moment.
    beside
        Whether others of that name stay: each lies in folders named after it, and links of that name lead to these.
        Pages that are open go on with the former.

    Returns
    -------
    str
        Their name.

    Raises
    ------
    PortfolioError
        When the file is none of this kind, was cut or changed, or holds anything that it does not list; when there is
        a model of that name and `replace` is false. Nothing is changed then.
    BundleError
        When the model in it scores otherwise than at training.
    """
    try:
        with tarfile.open(source, "r:") as archive:
            given, files = _listed(archive, source)
            name = plain_name(given if name is None else name)
            finals = settings.bundle_dir(name), settings.portfolio_dir(name)
            recover(*finals)
            if not (replace or beside) and any(final.exists() for final in finals):
                raise PortfolioError(
                    f"There is a model {name!r} already: add --beside to keep it, --replace, or give another name."
                )
            if beside:
                finals = folders_of(name, _seal_of(files, source), settings)
            if beside and all(final.is_dir() for final in finals):
                _check(*finals)  # it has been here before
            else:
                with staged(*finals) as places:
                    _extract(archive, dict(zip(_PARTS, places, strict=True)), files, source)
                    _check(*places)
            if beside:
                lead(name, finals, settings)
    except tarfile.TarError as error:
        raise _unusable(source, "is no such archive, or was cut") from error
    return name


def _check(bundle: Path, portfolio: Path) -> None:
    """Raise an error unless both are whole, score as at training, and belong together."""
    verify_bundle(bundle)
    scored = Portfolio(portfolio)
    scored.verify()
    if scored.manifest.bundle != read_bundle(bundle).manifest.seal:
        raise PortfolioError("The model and the portfolio come from two builds: build both again.")


def _seal_of(files: Mapping[str, Any], source: Path) -> str:
    try:
        return str(files[f"{_PARTS[1]}/{MANIFEST}"]["sha256"])
    except KeyError as error:
        raise _unusable(source, "holds no portfolio") from error


def _listed(archive: tarfile.TarFile, source: Path) -> tuple[str, Mapping[str, Any]]:
    first = archive.next()
    if first is None or first.name != LIST or not first.isreg() or first.size > _LONGEST_LIST:
        raise _unusable(source, "does not begin with the list of its files")
    try:
        listed = json.loads(_opened(archive, first).read())
        name, files = str(listed["name"]), {str(key): dict(value) for key, value in listed["files"].items()}
        known = listed["format"] == _FORMAT and all(
            type(entry["size"]) is int and type(entry["sha256"]) is str for entry in files.values()
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unusable(source, "has a list that cannot be read") from error
    if not known:
        raise _unusable(source, "was packed by another version")
    for member in files:
        path = PurePosixPath(member)
        if path.as_posix() != member or len(path.parts) < 2 or path.parts[0] not in _PARTS or ".." in path.parts:
            raise _unusable(source, f"lists a file outside its folders ({member[:60]!r})")
    return name, files


def _extract(archive: tarfile.TarFile, places: Mapping[str, Path], files: Mapping[str, Any], source: Path) -> None:
    """Write each member where its list says, and nothing that is not listed; links and devices are no files."""
    for name, told in files.items():
        member = archive.next()
        if member is None or member.name != name or not member.isreg() or member.size != told["size"]:
            raise _unusable(source, f"does not hold what it lists ({name})")
        part, _, rest = name.partition("/")
        path = places[part] / rest
        path.parent.mkdir(parents=True, exist_ok=True)
        found, content = hashlib.sha256(), _opened(archive, member)
        with path.open("xb") as out:
            while piece := content.read(_PIECE):
                found.update(piece)
                out.write(piece)
        if found.hexdigest() != told["sha256"]:
            raise _unusable(source, f"was changed or cut ({name})")
    if archive.next() is not None:
        raise _unusable(source, "holds more than it lists")


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    return cast("IO[bytes]", archive.extractfile(member))  # None for what is no plain file alone


def _add(archive: tarfile.TarFile, name: str, size: int, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    archive.addfile(member, content)


def _unusable(source: Path, why: str) -> CreditPanelError:
    return PortfolioError(f"{source} {why}: pack it again with 'credit-panel bundle pack', and copy it anew.")
