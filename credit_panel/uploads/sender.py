"""Who sends a file, as far as the reader of files has to know."""

from __future__ import annotations

from contextvars import ContextVar

sender: ContextVar[str] = ContextVar("sender", default="")
"""Address that the file of the running work comes from; empty where nobody sent it, as in a notebook."""
