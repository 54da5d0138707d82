"""What each command does; what it needs is imported when it runs, so that the command line itself starts at once."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from credit_panel.errors import SettingsError
from credit_panel.settings import Settings
from credit_panel.xgboost_alone import import_xgboost_alone

if TYPE_CHECKING:
    from credit_panel.scoring import Comparison, Gain, Policy

_RULES = {
    "protected": "the protected fields left out",
    "proxy": "the proxies left out",
    "third_party": "the fields on third parties left out",
    "technical": "the technical fields left out",
    "exclusions": "all fields left out",
    "jurisdiction": "what the law of the jurisdiction bars beside them",
    "constraints": "the monotone constraints",
}


def build(args: argparse.Namespace, settings: Settings) -> None:
    """Train a model on tables, or on a synthetic portfolio drawn first, and score them."""
    from credit_panel.portfolio import build as build_book
    from credit_panel.scoring import Gain

    chosen = {
        "seed": args.seed,
        "policy": asked_policy(args),
        "tune_minutes": args.tune,
        "rule_costs": args.rule_costs,
        "train_on": args.train_on,
        "jurisdiction": args.jurisdiction,
        "allow_out_of_bounds": args.allow_out_of_bounds,
    }
    if args.synthetic:
        from credit_panel.home_credit.synthetic import generate
        from credit_panel.portfolio.staging import scratch

        name = args.name or "synthetic"
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with scratch(settings.portfolio_dir(name)) as folder:
            generate(args.applications, seed=args.seed, out=folder / "tables")
            report = build_book(folder / "tables", name, settings, **chosen)
    elif args.name:
        report = build_book(args.tables, args.name, settings, **chosen)
    else:
        raise SettingsError("The model has no name: add --name NAME to the command.")
    for note in report.notes:
        print(f"Note: {note}")
    low, high = report.metrics["intervals"]["auc"]
    trained = f"trained on {report.trained_on} of them, " if report.trained_on < report.known else ""
    print(
        f"Built {report.name!r}: {report.applications} applications, {report.known} with a known outcome, {trained}"
        f"out-of-fold AUC {report.metrics['auc']:.3f} ({low:.3f} to {high:.3f})."
    )
    for cost in report.metrics["rule_costs"] or ():
        print(f"Cost of {_RULES[cost['rule']]} ({cost['columns']}): {_gain_text(Gain(**cost['gain']))} AUC.")


def policy(args: argparse.Namespace, settings: Settings) -> None:
    """Put another policy in the place of a built model's, and decide all of its portfolio anew."""
    import_xgboost_alone()
    from credit_panel.portfolio import ServedModel, change_policy

    if args.cost_ratio is None and args.review_level is None and args.missing_scores is None:
        raise SettingsError("No policy is given: add --cost-ratio N, --review-level L, or --missing-scores WHAT.")
    before = ServedModel.open(replace(settings, model=args.name))
    wanted = asked_policy(args, before.scorer.policy)
    if wanted == before.scorer.policy:
        print(f"The model {args.name!r} has this policy already; its identity stays {before.identity}.")
        return
    former = dict(before.portfolio.level_counts("outcome").iter_rows())
    after = change_policy(args.name, wanted, settings)
    counts = dict(after.portfolio.level_counts("outcome").iter_rows())
    told = ", ".join(f"{counts[outcome]} {outcome} (before {former.get(outcome, 0)})" for outcome in sorted(counts))
    print(
        f"The model {args.name!r} now refuses above {wanted.threshold:.1%} (cost ratio {wanted.cost_ratio:g}) and "
        f"sends to review by the interval of level {wanted.review_level:g}.\n"
        f"Of {len(after.portfolio)} applications: {told}.\n"
        f"Its identity was {before.identity} and is {after.identity}: where it is served, run 'credit-panel reload'."
    )


def verify(args: argparse.Namespace, settings: Settings) -> None:
    """Check that a model is intact and scores as it did at training."""
    import_xgboost_alone()
    from credit_panel.portfolio import ServedModel
    from credit_panel.scoring import verify_bundle

    difference = verify_bundle(settings.bundle_dir(args.name))
    served = ServedModel.open(replace(settings, model=args.name))
    served.verify()
    print(
        f"The model {args.name!r} is intact; its golden sample scores within {difference:.0e} of training.\n"
        f"Its portfolio of {len(served.portfolio)} applications is intact and belongs to it:"
        f" identity {served.identity}."
    )
    if (search := served.scorer.search) is not None:
        print(f"Its search for less discriminatory alternatives is intact: {len(search.alternatives) - 1} were tried.")


def compare(args: argparse.Namespace, settings: Settings) -> None:
    """Compare two models on the same clients, held out of both."""
    import_xgboost_alone()
    from credit_panel.features import build_features
    from credit_panel.home_credit import read_tables
    from credit_panel.portfolio import ServedModel, compare_models

    first, second = (ServedModel.open(replace(settings, model=name)) for name in (args.first, args.second))
    with read_tables(args.tables, require_target=True, allow_out_of_bounds=args.allow_out_of_bounds) as tables:
        features = tables.collect(build_features(tables))
        for note in tables.notes:
            print(f"Note: {note}")
    _print_comparison(compare_models(first, second, features), args.first, args.second)


def synthesize(args: argparse.Namespace, settings: Settings) -> None:
    """Draw a synthetic portfolio: the archive's eight tables."""
    from credit_panel.home_credit.synthetic import generate

    generate(args.applications, seed=args.seed, out=args.out, format=args.format)
    print(f"Drew {args.applications} synthetic applications and their histories into {args.out}.")


def asked_policy(args: argparse.Namespace, before: Policy | None = None) -> Policy:
    """Return the policy that is asked for; what is not stays as before."""
    from credit_panel.scoring import Policy

    missing = None if args.missing_scores is None else args.missing_scores == "review"
    asked = {"cost_ratio": args.cost_ratio, "review_level": args.review_level, "review_missing_scores": missing}
    try:
        return replace(before or Policy(), **{name: value for name, value in asked.items() if value is not None})
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _print_comparison(found: Comparison, first: str, second: str) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    worth = Table("figure", first, second, Column("gain (95 % interval)", no_wrap=True))
    worth.title = f"{found.first.count} held-out clients of known outcome"
    worth.add_row("AUC", f"{found.first.auc:.4f}", f"{found.second.auc:.4f}", _gain_text(found.auc))
    worth.add_row(
        "Brier score",
        f"{found.first.brier:.5f}",
        f"{found.second.brier:.5f}",
        _gain_text(found.brier),
    )
    if len(found.costs) > 1:
        worth.add_row(f"cost a client, both refusing as at ratio {found.cost_ratio:g}", "", "", _gain_text(found.cost))
    for cost in found.costs:
        name = f"cost a client at ratio {cost.cost_ratio:g}, each by its own policy"
        worth.add_row(name, f"{cost.first:.4f}", f"{cost.second:.4f}", _gain_text(cost.gain))
    worth.add_row("calibration error", f"{found.first.ece:.4f}", f"{found.second.ece:.4f}", "")
    swaps = Table(first, second, "clients", "default rate", title="Who changes side")
    for swap in found.swaps:
        rate = f"{swap.default_rate:.1%}" if swap.count else ""
        swaps.add_row(swap.before.value, swap.after.value, str(swap.count), rate)
    for table in (worth, swaps):
        Console().print(table)


def _gain_text(gain: Gain) -> str:
    return f"{gain.value:+.4f} ({gain.low:+.4f} to {gain.high:+.4f})"
