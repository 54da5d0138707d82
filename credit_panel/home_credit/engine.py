"""What the tables of any engine have in common, so that the features are written once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import narwhals as nw


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """The features of one history, or of two that belong together.

    Parameters
    ----------
    features
        Their names.
    query
        One row a client who has such a history, with SK_ID_CURR and the features; None where a table is absent.
    """

    features: tuple[str, ...]
    query: nw.LazyFrame[Any] | None


class EngineTables(Protocol):
    """Open tables, as `build_features` asks for them."""

    def get(self, name: str) -> Any | None:
        """Return the table `name` as a lazy frame of the engine, typed and repaired; None when it is absent."""

    def beside_applications(self, histories: Iterable[HistoryQuery]) -> Any:
        """Return the applications with the features of their histories, null for who has none, as a lazy frame."""
