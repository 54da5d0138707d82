"""Import XGBoost without scikit-learn, for a process that only scores.

XGBoost does without scikit-learn where it is not installed. Where it is, it loads it, SciPy's statistics and more for
its own wrappers (`XGBClassifier` ...), which nothing here uses: half of the time that a server takes to start, and two
thirds of what a command that scores takes.
"""

from __future__ import annotations

import sys


def import_xgboost_alone() -> None:
    """Have XGBoost find no scikit-learn while it is imported; later imports of scikit-learn find it.

    In this process ``xgboost.XGBClassifier`` and its like cannot be used. Where either has been imported
    before, nothing is done.
    """
    if "sklearn" in sys.modules or "xgboost" in sys.modules:
        return
    sys.modules["sklearn"] = None  # type: ignore[assignment]  # how Python itself says that there is no such module
    try:
        import xgboost  # noqa: F401
    finally:
        del sys.modules["sklearn"]
