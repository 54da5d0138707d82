"""The words of a category as they stand in a table, and the levels of the catalogue that they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from credit_panel.home_credit.catalogue import CATEGORIES
from credit_panel.home_credit.cells import Writing, read_cell
from credit_panel.home_credit.numbers import CellError
from credit_panel.home_credit.repairs import MISSING_LEVELS

_SHOWN = 5


class NoLevelError(ValueError):
    """A text that can be no level of a category."""

    def __init__(self, text: str, fault: CellError) -> None:
        self.text, self.fault = text, fault
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class MeantLevels:
    """What the words of one category mean.

    Parameters
    ----------
    swaps
        The level, or None for a missing value, of each word that is written otherwise than the catalogue does.
    notes
        What to know of the words, one sentence each, without the name of the file.
    """

    swaps: Mapping[str, str | None]
    notes: tuple[str, ...]


def meant_levels(name: str, counts: Mapping[str, int]) -> MeantLevels:
    """Return what the words of the category `name` mean, of which each stands in so many rows.

    Raises
    ------
    NoLevelError
        When one can be no level.
    """
    odd = [level for level in counts if level not in CATEGORIES[name] and level not in MISSING_LEVELS]
    meant = {level: _level(name, level) for level in odd}
    known = {level: str(value) for level, value in meant.items() if value in CATEGORIES[name]}
    none = [level for level, value in meant.items() if value is None]
    unknown = [level for level, value in meant.items() if value is not None and level not in known]
    notes = []
    if words := [repr(level) for level in none if level.strip()]:
        notes.append(f"in {name}, {_some(words)} count as missing.")
    if unknown:
        said = [f"{level[:30]!r} in {counts[level]} rows" for level in unknown]
        notes.append(f"{name} holds words that the catalogue does not know ({_some(said)}).")
    return MeantLevels({**known, **dict.fromkeys(none)}, tuple(notes))


def _level(name: str, text: str) -> object:
    try:
        return read_cell(name, text, Writing())
    except CellError as error:
        raise NoLevelError(text, error) from error


def _some(words: Sequence[str]) -> str:
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return ", ".join(words[:_SHOWN]) + more
