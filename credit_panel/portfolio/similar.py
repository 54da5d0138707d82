"""The clients most similar to one, over an index that all visitors of a process share."""

from __future__ import annotations

import threading

import numpy as np

from credit_panel.home_credit import CLIENT
from credit_panel.portfolio.contribution_parts import ROWS_AT_ONCE, contribution_parts
from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import Explanation, NeighbourIndex, Neighbours

SIMILAR = 50
"""How many clients count as the most similar."""

_WIDTH = 4
"""Bytes of one number of points."""

_BUILDING = threading.Lock()


def similar_clients(portfolio: Portfolio, explanation: Explanation) -> np.ndarray:
    """Return the numbers of the clients whose points are made most like those of `explanation`, nearest first.

    The client's own is left out; a smaller portfolio gives fewer.
    """
    return neighbours_of(portfolio, explanation).ids


def neighbours_of(portfolio: Portfolio, explanation: Explanation, count: int = SIMILAR) -> Neighbours:
    """Return the clients of `similar_clients` with their distances, `count` of them at most."""
    index, features = neighbour_index(portfolio)
    points = {c.feature: c.points for c in explanation.contributions}
    own = np.array([points[name] for name in features], dtype=np.float32)
    return index.nearest(own, count, without=explanation.client_id)


def clients_searched(portfolio: Portfolio) -> int:
    """Return of how many clients one is looked at: 1 when all are, more where the memory holds no index of all."""
    features = len(portfolio.contributions.collect_schema()) - 1
    return -(-len(portfolio) * features * _WIDTH // portfolio.memory.neighbours)


def neighbour_index(portfolio: Portfolio) -> tuple[NeighbourIndex, tuple[str, ...]]:
    """Return the index of a portfolio and the order of its features, read once a process.

    It takes four bytes a client and feature, 171 MB for 356,255 clients and 120 features; where the server may not take
    as much, every so many clients are left out.
    """
    with _BUILDING:
        return _index(portfolio)


@kept(2)
def _index(portfolio: Portfolio) -> tuple[NeighbourIndex, tuple[str, ...]]:
    features = tuple(name for name in portfolio.contributions.collect_schema().names() if name != CLIENT)
    step = clients_searched(portfolio)
    ids = portfolio.ids[::step]
    points = np.empty((len(ids), len(features)), dtype=np.float32)
    first = 0
    for part in contribution_parts(portfolio, features, rows=step * (ROWS_AT_ONCE // step)):
        some = part.gather_every(step)
        points[first : first + len(some)] = some.to_numpy()
        first += len(some)
    return NeighbourIndex(ids, points), features
