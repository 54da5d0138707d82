"""What the Home Credit data is: its tables, their repairs and the catalogue of their fields."""

from credit_panel.home_credit.repairs import repair_application
from credit_panel.home_credit.schema import APPLICATION, CLIENT, HISTORY_TABLES, SCHEMA, TARGET, TableSchema
from credit_panel.home_credit.tables import Tables, read_tables

__all__ = [
    "APPLICATION",
    "CLIENT",
    "HISTORY_TABLES",
    "SCHEMA",
    "TARGET",
    "TableSchema",
    "Tables",
    "read_tables",
    "repair_application",
]
