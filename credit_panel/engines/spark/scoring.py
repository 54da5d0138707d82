"""Scores on a cluster: the very same Scorer, one in each Python of a worker, over batches of features."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from credit_panel.home_credit.schema import CLIENT
from credit_panel.portfolio.held_out import WHO, recognised_among, training_clients
from credit_panel.portfolio.score_table import ScoreTable
from credit_panel.xgboost_alone import import_xgboost_alone

if TYPE_CHECKING:
    from credit_panel.portfolio.served_model import ServedModel
    from credit_panel.scoring import Policy, Scorer

_TYPES: Mapping[Any, str] = {
    pl.Int8: "tinyint",
    pl.Int16: "smallint",
    pl.Int32: "int",
    pl.Int64: "bigint",
    pl.Float32: "float",
    pl.Float64: "double",
    pl.String: "string",
    pl.Boolean: "boolean",
}


@dataclass(frozen=True, slots=True)
class PackedModel:
    """All that scores, as it is sent to each machine once.

    Parameters
    ----------
    version
        What tells this model and policy from any other.
    files
        Content of each file of the bundle, by its path from the folder.
    trained
        Who trained the model, as Parquet; see `training_clients`.
    policy
        By which outcomes are proposed.
    """

    version: str
    files: Mapping[str, bytes]
    trained: bytes
    policy: Policy


def pack(served: ServedModel, bundle: Path) -> PackedModel:
    """Return the model, whose bundle lies in a folder, and who trained it, as bytes."""
    trained = BytesIO()
    training_clients(served.portfolio).write_parquet(trained)
    files = {
        path.relative_to(bundle).as_posix(): path.read_bytes() for path in sorted(bundle.rglob("*")) if path.is_file()
    }
    return PackedModel(served.scorer.version, files, trained.getvalue(), served.scorer.policy)


def scored(session: Any, features: Any, served: ServedModel, bundle: Path, table: ScoreTable) -> Any:
    """Return the rows of a table of scores as a Spark frame, worked out where the features lie.

    Parameters
    ----------
    features
        What `build_features` returns.
    bundle
        Folder of the model.
    """
    sent = session.sparkContext.broadcast(pack(served, bundle))
    inputs = tuple(dict.fromkeys((CLIENT, *WHO, *table.inputs(served.scorer))))
    schema = table.schema(served.scorer)
    declared = ", ".join(f"`{name}` {_TYPES[dtype.base_type()]}" for name, dtype in schema.items())
    with warnings.catch_warnings():
        # PySpark warns of pandas 3, which nothing here asks it for
        warnings.simplefilter("ignore", FutureWarning)
        return features.select(*inputs).mapInArrow(_worker(sent, table), declared)


def _worker(sent: Any, table: ScoreTable) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return score_batches(sent.value, table, batches)

    return work


def score_batches(
    packed: PackedModel, table: ScoreTable, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Score batches of features; this runs on the workers."""
    import_xgboost_alone()
    scorer, trained = _scorer_of(packed.version, lambda: packed)
    for batch in batches:
        if not batch.num_rows:
            continue
        features = pl.DataFrame(pl.from_arrow(batch))
        rows = table.of(recognised_among(trained, features), scorer).to_arrow()
        plain = pa.schema([(field.name, _plain(field.type)) for field in rows.schema])
        yield from rows.cast(plain).combine_chunks().to_batches()


_KEPT: dict[str, tuple[Scorer, pl.DataFrame]] = {}
"""The model that this process has scored with; a worker's Python lives for many partitions."""


def _scorer_of(version: str, packed: Callable[[], PackedModel]) -> tuple[Scorer, pl.DataFrame]:
    from credit_panel.scoring import Scorer, read_bundle

    if version not in _KEPT:
        sent = packed()
        with tempfile.TemporaryDirectory(prefix="credit-panel-model-") as place:
            for name, content in sent.files.items():
                path = Path(place, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            scorer = Scorer(read_bundle(Path(place)), threads=1).with_policy(sent.policy)
        _KEPT.clear()
        _KEPT[version] = scorer, pl.read_parquet(sent.trained)
    return _KEPT[version]


@cache
def _plain(kind: pa.DataType) -> pa.DataType:
    """Return the type that Spark knows a text by."""
    return pa.string() if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) else kind
