"""What is said of a model that was trained elsewhere: what is known of it, and what is not."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.scoring.manifest import Manifest


def imported_measured(t: Translator) -> str:
    """Return how it was measured."""
    return t.gettext(
        "On the clients that calibrated it, each by a calibration on the others, with bootstrap intervals of 95%. "
        "Where the model had seen them in its training, the figures flatter it."
    )


def imported_made(manifest: Manifest, t: Translator) -> tuple[str, str]:
    """Return how it is made, and what is not known of that."""
    library = {"xgboost": "XGBoost", "lightgbm": "LightGBM"}[str((manifest.imported or {})["library"])]
    return (
        t.gettext(
            "Trees of {library} that were trained elsewhere, calibrated here by a sigmoid in log-odds. Points are a "
            "straight line in log-odds, so that contributions, which the library itself works out, add up to them.",
            library=library,
        ),
        t.gettext(
            "What its training would tell is not known: how far another sample of clients would have moved a "
            "probability, what the rules cost, and trees that had not seen a client. Nothing stands in their place: it "
            "has no interval and no grey zone, and each client is scored by the same trees."
        ),
    )


def imported_facts(manifest: Manifest, t: Translator) -> list[tuple[str, str]]:
    """Return what is known of it; nothing of a model that was trained here."""
    if manifest.imported is None:
        return []
    return [
        (t.gettext("Features"), t.number(len(manifest.features))),
        (t.gettext("One direction only"), t.gettext("not known")),
        (t.gettext("Imported from"), str(manifest.imported["file"])),
        ("SHA-256", str(manifest.imported["sha256"])),
    ]
