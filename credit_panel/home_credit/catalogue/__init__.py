"""The catalogue: what each field and feature is called, measured in, allowed to do."""

from credit_panel.home_credit.catalogue.categories import CATEGORIES, SAID, category_label
from credit_panel.home_credit.catalogue.fields import FIELDS, THEMES, Field, field

__all__ = ["CATEGORIES", "FIELDS", "SAID", "THEMES", "Field", "category_label", "field"]
