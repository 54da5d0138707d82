"""What a page may load and run, as its browser is told.

What could not be left out, and why:

- ``style-src 'unsafe-inline'``: Bokeh, Panel and Material put style elements and attributes into the page as they draw.
- ``blob:`` among scripts and connections: Panel hands the script of a component to the browser as a blob, which it
  fetches and imports.

The scripts that stand in a page's own text carry a nonce; one that is put into the page afterwards has none and does
not run.
"""

from __future__ import annotations

from collections.abc import Sequence


def content_policy(nonce: str, framed_by: Sequence[str] = ()) -> str:
    """Return the Content-Security-Policy of one answer.

    Parameters
    ----------
    nonce
        What its own scripts carry.
    framed_by
        Origins whose pages may show it in a frame.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' blob: 'nonce-{nonce}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {' '.join(framed_by) or "'none'"}",
        )
    )
