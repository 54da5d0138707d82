"""From a model that was trained elsewhere, and tables, to a served model."""

from __future__ import annotations

from pathlib import Path

from credit_panel.features import build_features
from credit_panel.home_credit import CLIENT, read_tables
from credit_panel.home_credit.catalogue.jurisdictions import DEFAULT, Jurisdiction
from credit_panel.portfolio.build import BuildReport, check_replaceable, write_both
from credit_panel.portfolio.feature_files import FeatureFrame
from credit_panel.progress import track
from credit_panel.scoring import Policy, import_alone, import_model
from credit_panel.settings import Settings, plain_name


def import_booster(
    booster: Path,
    tables_path: Path,
    name: str,
    settings: Settings,
    *,
    jurisdiction: Jurisdiction = DEFAULT,
    policy: Policy | None = None,
    allow_out_of_bounds: bool = False,
) -> BuildReport:
    """Calibrate a model of XGBoost or LightGBM on the outcomes of tables, and score these with it.

    Parameters
    ----------
    booster
        The model, see `import_model`.
    tables_path, name, jurisdiction, policy, allow_out_of_bounds
        As for `build`.

    Returns
    -------
    BuildReport
        ``trained_on`` are the clients that calibrated the model and measured it.

    Raises
    ------
    BundleError
        When the model cannot be used, or written.
    TablesError, PortfolioError
        As `build`.
    """
    plain_name(name)
    check_replaceable(settings.portfolio_dir(name))
    with read_tables(tables_path, require_target=True, allow_out_of_bounds=allow_out_of_bounds) as tables:
        features = tables.collect(build_features(tables)).sort(CLIENT)
        with track("Calibrating the model"):
            model = import_model(booster, features, name=name, synthetic=tables.synthetic, jurisdiction=jurisdiction)
            alone = import_alone(features, model)
        notes: list[str] = model.imported["notes"] if model.imported else []
        return write_both(tables, FeatureFrame(features), model, alone, settings, policy=policy, notes=notes)
