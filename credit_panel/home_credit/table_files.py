"""Which files of a folder or an archive hold which table: whole or in parts, packed or not, in any letter case.

Nothing that looks like a table is passed over in silence: what is not read is named.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from credit_panel.errors import TablesError
from credit_panel.home_credit.headings import bare
from credit_panel.home_credit.packing import PACKED, new_folder, unpack, unzip
from credit_panel.home_credit.schema import SCHEMA

SYNTHETIC_MARKER = "SYNTHETIC.json"
_SUFFIXES = (".csv", ".tsv", ".txt", ".parquet", ".pq")
_UNREADABLE = (".xlsx", ".xls", ".xlsm", ".ods", ".feather", ".arrow", ".orc", ".avro", ".sas7bdat", ".dta", ".sav")
_OTHERS = {"homecreditcolumnsdescription", "samplesubmission"}
"""Names of the competition's archive that are no table of it."""

_STEMS = {bare(stem): stem for table in SCHEMA.values() for stem in table.files}
_COPY = re.compile(r"\s*\(\d+\)$|\s*-\s*(?:copy|copie)(?:\s*\(\d+\))?$", re.I)
_PART = re.compile(
    r"[-_. ]*(?:part|partie|chunk|[-_. ]p)[-_. ]*(\d{1,6})(?:[-_ ]?(?:of|sur)[-_ ]?\d+)?$|[-_. ](\d{1,3})$", re.I
)


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file that holds a table or a part of one.

    Parameters
    ----------
    stem
        Name of the archive's file that it stands for, such as ``application_train``.
    path
        Where it lies, unpacked.
    name
        Its name as the user knows it.
    part
        Its number among the parts; None when it is whole.
    copy
        Whether its name is that of a copy, such as ``bureau (1).csv``.
    """

    stem: str
    path: Path
    name: str
    part: int | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """The files of the tables.

    Parameters
    ----------
    files
        Paths by stem, the parts of one table in their order.
    notes
        What was read under another name, and what was not read, one sentence each.
    synthetic
        Whether the generator's marker lies beside them.
    """

    files: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    synthetic: bool = False


def locate(path: Path, extraction: Path) -> Located:
    """Return the data files of `path` by the stem of the archive's file, such as ``bureau``.

    Parameters
    ----------
    path
        A zip archive, a folder of CSV or Parquet files (packed or in parts, as it may be), or one such file.
    extraction
        Where packed files are written.

    Raises
    ------
    TablesError
        When `path` is absent, not a readable archive, or holds two versions of a table.
    """
    if not path.exists():
        raise TablesError(
            f"{path} does not exist: give the competition's zip, or a folder of its CSV or Parquet files."
        )
    if path.is_dir():
        entries: Iterable[Path] = sorted(path.iterdir())
    elif _stem_of(path.name) or path.suffix.lower() in (*_SUFFIXES, *PACKED):
        entries = [path]
    else:
        entries = unzip(path, extraction, _is_wanted)
    files: list[TableFile] = []
    unread: list[str] = []
    synthetic = False
    for entry in entries:
        if entry.name == SYNTHETIC_MARKER:
            synthetic = True
        elif not entry.name.startswith((".", "_", "~$")):
            found = list(_table_files(entry, extraction))
            files += found
            if not found and _looks_like_a_table(entry):
                unread.append(entry.name)
    chosen, notes = choose(path, files)
    named = [f"{name} is not read: {_advice(name)}" for name in unread]
    return Located(chosen, (*notes, *named), synthetic)


def _is_wanted(name: str) -> bool:
    return bool(_stem_of(name)) or name == SYNTHETIC_MARKER


def _stem_of(name: str) -> str:
    """Return the stem that a file's name means, without its endings; empty when it means none."""
    base = name
    while PurePosixPath(base).suffix.lower() in (*_SUFFIXES, *PACKED, ".zip"):
        base = base[: -len(PurePosixPath(base).suffix)]
    if len(base) == len(name):
        return ""
    return _STEMS.get(bare(_COPY.sub("", base)), "") or _STEMS.get(bare(_PART.sub("", base)), "")


def table_file(path: Path, name: str) -> TableFile | None:
    """Return the table that a file's name means; None when it means none."""
    stem = _stem_of(name)
    if not stem:
        return None
    base = name
    while PurePosixPath(base).suffix.lower() in (*_SUFFIXES, *PACKED, ".zip"):
        base = base[: -len(PurePosixPath(base).suffix)]
    if bare(base) == bare(stem):
        return TableFile(stem, path, name)
    if bare(_COPY.sub("", base)) == bare(stem):
        return TableFile(stem, path, name, copy=True)
    found = _PART.search(base)
    return TableFile(stem, path, name, part=int(found[1] or found[2]) if found else None)


def _table_files(entry: Path, extraction: Path) -> Iterator[TableFile]:
    """Yield the tables of a file, which may be packed, or of a folder of parts."""
    if entry.is_dir():
        stem = _STEMS.get(bare(entry.name.removesuffix(".parquet").removesuffix(".csv")))
        parts = [p for p in sorted(entry.iterdir()) if p.suffix.lower() in _SUFFIXES and p.name[0] not in "._"]
        for number, part in enumerate(parts if stem else (), 1):
            yield TableFile(stem or "", part, f"{entry.name}/{part.name}", part=number)
        return
    file = table_file(entry, entry.name)
    suffix = entry.suffix.lower()
    if file is None:
        return
    if suffix == ".zip":
        members = unzip(entry, new_folder(extraction), _is_wanted)
        inside = [found for member in members if (found := table_file(member, member.name))]
        if not inside and len(data := [member for member in members if member.suffix.lower() in _SUFFIXES]) == 1:
            inside = [TableFile(file.stem, data[0], file.name, file.part, file.copy)]
        yield from inside
    elif suffix in PACKED:
        name = entry.name[: -len(suffix)]
        target = new_folder(extraction) / (name if PurePosixPath(name).suffix.lower() in _SUFFIXES else f"{name}.csv")
        unpack(entry, target)
        yield TableFile(file.stem, target, file.name, file.part, file.copy)
    else:
        yield file


def choose(origin: Path | str, files: Iterable[TableFile]) -> tuple[dict[str, tuple[Path, ...]], list[str]]:
    """Return the files of each stem, and what to know of the choice.

    Raises
    ------
    TablesError
        When there are two versions of one.
    """
    by_stem: dict[str, list[TableFile]] = {}
    for file in files:
        by_stem.setdefault(file.stem, []).append(file)
    chosen: dict[str, tuple[Path, ...]] = {}
    notes = []
    for stem, found in by_stem.items():
        copies = [file for file in found if file.copy]
        parts = sorted((file for file in found if file.part is not None), key=lambda file: file.part or 0)
        whole = [file for file in found if not file.copy and file.part is None]
        if not whole and not parts:
            whole, copies = copies, []
        numbers = [file.part or 0 for file in parts]
        if len(whole) > 1 or (whole and parts) or len(set(numbers)) < len(numbers):
            first, second = (whole + parts)[:2] if whole else [f for f in parts if numbers.count(f.part or 0) > 1][:2]
            raise TablesError(
                f"{origin} holds two versions of {stem} ({first.name} and {second.name}): keep one of them."
            )
        chosen[stem] = tuple(file.path for file in whole or parts)
        notes += [f"{file.name} is read as {stem}." for file in whole if file.copy]
        if parts:
            notes.append(f"{stem} is read in {len(parts)} parts ({', '.join(file.name for file in parts[:20])}).")
            gaps = sorted(set(range(min(1, *numbers), numbers[-1] + 1)) - set(numbers))
            if gaps:
                notes.append(f"{stem} has no part {', '.join(map(str, gaps[:5]))}: check that none is lacking.")
        notes += [f"{file.name} is not read: {stem} is there already." for file in copies]
    return chosen, notes


def _looks_like_a_table(entry: Path) -> bool:
    name = bare(entry.name)
    named = any(stem in name for stem in _STEMS)
    endings = {suffix.lower() for suffix in entry.suffixes[-2:]}
    if entry.is_dir():
        return named or any(_stem_of(inside.name) for inside in entry.iterdir())
    if bare(entry.name.split(".")[0]) in _OTHERS:
        return False
    if entry.suffix.lower() == ".zip" and zipfile.is_zipfile(entry):
        with zipfile.ZipFile(entry) as content:
            return named or any(_stem_of(PurePosixPath(name).name) for name in content.namelist())
    return named or bool(endings & {".csv", ".tsv", ".parquet", ".pq", *_UNREADABLE})


def _advice(name: str) -> str:
    if PurePosixPath(name).suffix.lower() == ".zip":
        return "to read its tables, give it by itself."
    stem = next((stem for key, stem in sorted(_STEMS.items(), key=lambda item: -len(item[0])) if key in bare(name)), "")
    if PurePosixPath(name).suffix.lower() in _UNREADABLE:
        return "save it as CSV or Parquet."
    if stem:
        return f"if it is the table, name it {stem}.csv or {stem}.parquet, and its parts {stem}_1, {stem}_2."
    return "its name is that of no table."
