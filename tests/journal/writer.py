"""A process that adds records from several threads and says each one's number once it is acknowledged."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.settings import Settings


def main(folder: str, url: str, writers: str, count: str) -> None:
    """Write `count` records from each of some writers."""
    journal = open_journal(Settings(data_dir=Path(folder), models_dir=Path(folder), model="small", journal=url))
    said = threading.Lock()

    def write(writer: int) -> None:
        for number in range(int(count)):
            content = {"comment": "é" * 400, "writer": writer, "number": number}
            entry = journal.append(
                Kind.DECISION, client_id=100_002 + writer, person=f"writer {writer}", content=content
            )
            with said:
                print(entry.sequence, entry.hash, flush=True)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(int(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
