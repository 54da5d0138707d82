"""The rules of the house, read from the source; each gives what breaks it, as ``file:line: why``."""

from house_rules.browser import (
    composed_html,
    outside_addresses,
    outside_addresses_in_text,
    registry_hosts,
)
from house_rules.imports import import_order, third_party, unsafe_loading
from house_rules.places import leading_out, paths_stay_inside
from house_rules.source import Rule, Source, sources
from house_rules.writing import LONGEST, docstrings, length, parameter_docs, vague_names

__all__ = [
    "LONGEST",
    "Rule",
    "Source",
    "composed_html",
    "docstrings",
    "import_order",
    "leading_out",
    "length",
    "outside_addresses",
    "outside_addresses_in_text",
    "parameter_docs",
    "paths_stay_inside",
    "registry_hosts",
    "sources",
    "third_party",
    "unsafe_loading",
    "vague_names",
]
