"""What the Home Credit data is: its tables, their repairs, the catalogue of their fields, a typed application."""

from credit_panel.home_credit.applications import REQUIRED_FIELDS, validate_application
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS, THEMES, Field, category_label, field
from credit_panel.home_credit.repairs import repair_application
from credit_panel.home_credit.schema import APPLICATION, CLIENT, HISTORY_TABLES, SCHEMA, TARGET, TableSchema
from credit_panel.home_credit.tables import Tables, read_tables

__all__ = [
    "APPLICATION",
    "CATEGORIES",
    "CLIENT",
    "FIELDS",
    "HISTORY_TABLES",
    "REQUIRED_FIELDS",
    "SCHEMA",
    "TARGET",
    "THEMES",
    "Field",
    "TableSchema",
    "Tables",
    "category_label",
    "field",
    "read_tables",
    "repair_application",
    "validate_application",
]
