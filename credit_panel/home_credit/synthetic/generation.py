"""Draw a whole portfolio, chunk by chunk, and write it under the archive's names."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.home_credit.synthetic.application import applications
from credit_panel.home_credit.synthetic.borrowers import Borrowers
from credit_panel.home_credit.synthetic.bureau import bureau, bureau_balance
from credit_panel.home_credit.synthetic.credit_card import credit_card_balance
from credit_panel.home_credit.synthetic.default import draw_default
from credit_panel.home_credit.synthetic.latent import draw_clients
from credit_panel.home_credit.synthetic.monthly import installments_payments, pos_cash_balance
from credit_panel.home_credit.synthetic.previous import previous_application
from credit_panel.home_credit.synthetic.profile import application_profile, history_profile
from credit_panel.home_credit.synthetic.writing import TableWriter
from credit_panel.progress import track

Format = Literal["csv", "parquet"]
GENERATOR_VERSION = 2
FIRST_CLIENT = 100_002
FIRST_BUREAU = 5_000_000
FIRST_PREVIOUS = 1_000_001
TEST_SHARE = 48_744 / 356_255
CHUNK = 20_000
FIRST_CREDIT_YEARS = 19
"""Age from which on clients of the archive have credits, but for a few."""

TABLES = (
    "application_train", "application_test", "bureau", "bureau_balance", "previous_application", "POS_CASH_balance",
    "installments_payments", "credit_card_balance",
)  # fmt: skip
MANIFEST = "SYNTHETIC.json"


def generate(applications: int, *, seed: int = 0, out: Path, format: Format = "parquet") -> None:
    """Draw a synthetic portfolio and write its eight tables into a folder.

    Parameters
    ----------
    applications
        How many applications, train and test together (the archive has 356,255); 13.7 % are test.
    seed
        The same seed gives the same bytes.
    out
        Folder of the tables; made when absent. Tables of the same names in it are replaced.
    format
        ``parquet`` or ``csv``.

    Raises
    ------
    TablesError
        When there is less than one application to draw, or the format is unknown.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cp.generate(1_000, seed=1, out=Path("tables"))  # doctest: +SKIP
    """
    if applications < 1:
        raise TablesError(f"A portfolio of {applications} applications cannot be drawn: ask for 1 or more.")
    if format not in ("csv", "parquet"):
        raise TablesError(f"The format {format!r} of a synthetic portfolio is unknown: take 'csv' or 'parquet'.")
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    manifest = {"synthetic": True, "seed": seed, "applications": applications, "generator": GENERATOR_VERSION}
    # Written aside and moved in when complete: an interrupted run leaves no half of a table.
    aside = Path(tempfile.mkdtemp(prefix=".synthetic-", dir=out))
    try:
        _write_tables(applications, seed, aside, format)
        (aside / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        for path in sorted(aside.iterdir()):
            path.replace(out / path.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_tables(count: int, seed: int, folder: Path, format: Format) -> None:
    """Draw and write all tables; each chunk of clients has a seed of its own, spawned from `seed`."""
    chunks = -(-count // CHUNK)
    seeds = np.random.SeedSequence(seed).spawn(chunks)
    writers = {name: TableWriter(folder / name, format) for name in TABLES}
    next_bureau, next_previous = FIRST_BUREAU, FIRST_PREVIOUS
    with track("drawing the synthetic portfolio", total=chunks + 1) as step:
        for chunk, chunk_seed in enumerate(seeds):
            size = min(CHUNK, count - chunk * CHUNK)
            tables = draw_chunk(FIRST_CLIENT + chunk * CHUNK, size, next_bureau, next_previous, chunk_seed)
            next_bureau += len(tables["bureau"])
            next_previous += len(tables["previous_application"])
            for name, writer in writers.items():
                writer.append(tables.pop(name))
            step.advance()
        for writer in writers.values():
            writer.close()
        step.advance()


def draw_chunk(
    first_client: int, size: int, first_bureau: int, first_previous: int, seed: np.random.SeedSequence
) -> dict[str, pl.DataFrame]:
    """Draw the eight tables of consecutive clients.

    Parameters
    ----------
    first_client
        SK_ID_CURR of the first client.
    size
        How many clients.
    first_bureau, first_previous
        First identifier of the external credits and of the earlier applications.
    seed
        Seed of this chunk.
    """
    rngs = [np.random.default_rng(one) for one in seed.spawn(len(TABLES))]
    profile, history = application_profile(), history_profile()
    is_test = rngs[0].random(size) < TEST_SHARE
    if first_client == FIRST_CLIENT:
        is_test[0] = False  # 100002 opens application_train in the archive too.
    clients = draw_clients(profile, is_test, rngs[0])
    target, risk = draw_default(profile, clients, rngs[1])
    frame = applications(profile, clients, rngs[0])
    ids = first_client + np.arange(size)
    labelled = pl.concat([pl.DataFrame({"SK_ID_CURR": ids, "TARGET": target}), frame], how="horizontal")
    # Clients without a bureau file are those for whom the bureau counted no enquiries.
    asked = ~clients.missing(profile, "REQUESTS")
    borrowers = Borrowers(
        ids=ids,
        is_test=is_test,
        shown=risk["shown"],
        hidden=risk["hidden"],
        of_age=np.minimum(frame["DAYS_BIRTH"].to_numpy() + FIRST_CREDIT_YEARS * DAYS_A_YEAR, -1),
        in_bureau=asked & (rngs[2].random(size) < 0.991),
        annuity_reported=rngs[2].random(size) >= np.where(is_test, 0.37, 0.78),
        monthly_file=rngs[2].random(size) < np.where(is_test, 0.999, 0.354),
    )
    credits_ = bureau(history["bureau"], borrowers, first_bureau, rngs[2])
    previous = previous_application(history["previous"], borrowers, first_previous, rngs[4])
    cards = credit_card_balance(history["cards"], previous, borrowers, rngs[7])
    return {
        "application_train": labelled.filter(~is_test),
        "application_test": labelled.filter(is_test).drop("TARGET"),
        "bureau": credits_,
        "bureau_balance": bureau_balance(credits_, borrowers, rngs[3]),
        "previous_application": previous,
        "POS_CASH_balance": pos_cash_balance(previous, borrowers, rngs[5]),
        "installments_payments": installments_payments(previous, cards, borrowers, rngs[6]),
        "credit_card_balance": cards,
    }
