"""How much packed bytes come to, found out without unpacking more than is allowed."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable

_GZIP = 16 + zlib.MAX_WBITS


def unpacks_to(packed: Iterable[str], most: int) -> bool:
    """Return whether texts of base64 over gzip, which is how Bokeh takes bytes, come to so many bytes at most.

    What is no such text cannot be unpacked either, and comes to nothing.
    """
    left = most
    for text in packed:
        try:
            reader = zlib.decompressobj(_GZIP)
            left -= len(reader.decompress(base64.b64decode(text), left + 1))
        except (binascii.Error, ValueError, zlib.error):
            continue
        if left < 0 or reader.unused_data:  # a second part behind the first would be unpacked as well
            return False
    return True
