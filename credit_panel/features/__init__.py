"""From tables to one row of features per application, with the same expressions for a portfolio and a what-if."""

from credit_panel.features.application import derive
from credit_panel.features.build import (
    DERIVED_FEATURES,
    FEATURES,
    HISTORY_FEATURES,
    RAW_FIELDS,
    build_features,
    features_of_application,
)

__all__ = [
    "DERIVED_FEATURES",
    "FEATURES",
    "HISTORY_FEATURES",
    "RAW_FIELDS",
    "build_features",
    "derive",
    "features_of_application",
]
