"""Small tables written by hand, in the archive's own columns."""

from hand_made.tables import Row, WriteTable, bureau_row, replace_in, table_frame, zip_of

__all__ = ["Row", "WriteTable", "bureau_row", "replace_in", "table_frame", "zip_of"]
