"""The proposals of a recourse in words: every change, what follows for the instalment, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping

from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring.plans import Lever, Step
from credit_panel.scoring.recourse import Proposal, Standing


def proposal_words(proposal: Proposal, t: Translator) -> list[str]:
    """Return what a proposal changes, one sentence a change.

    The instalment, which follows from the changes, comes after them, and what is taken of missing scores comes last.
    """
    words = [_step(step, proposal, t) for step in proposal.steps] or [t.gettext("the request stays as it is")]
    before, after = proposal.request.annuity, proposal.instalment
    if before is not None and after is not None and t.amount(before) != t.amount(after):
        words.append(_instalment(before, after, proposal, t))
    return words + [_provided(name, value, t) for name, value in proposal.supplied.items()]


def standing_words(standing: Standing, t: Translator) -> str:
    """Return how a proposal would fare with a model that had learnt from other clients."""
    if standing is Standing.FIRM:
        return t.gettext("Nine models in ten that had learnt from other clients would accept it too.")
    if standing is Standing.UNMEASURED:
        return t.gettext("Whether a model that had learnt from other clients would accept it too is not known.")
    return t.gettext("The margin is small: a model that had learnt from other clients might send it to review.")


def none_words(usual: Mapping[str, float], t: Translator) -> list[str]:
    """Return that no change was found, not even with the scores that a client lacks as `usual_scores` has them."""
    words = [t.gettext("No change of at most three of these levers, within usual limits, would be enough.")]
    if usual:
        told = t.gettext("{name}: {value}")
        known = (told.format(name=lower_first(t.label(n)), value=t.number(value, 2)) for n, value in usual.items())
        words.append(
            t.gettext(
                "Nor would any be with about usual scores in place of those that were not supplied ({scores}).",
                scores="; ".join(known),
            )
        )
    return words


def _provided(name: str, value: float, t: Translator) -> str:
    """Return that an external score, once it is known, would have to be as good as it usually is."""
    return t.gettext(
        "provided that {name}, which was not supplied, turns out to be {value} (about the usual value) or more",
        name=lower_first(t.label(name)),
        value=t.number(value, 2),
    )


def _instalment(before: float, after: float, proposal: Proposal, t: Translator) -> str:
    amounts = {"before": t.amount(before), "after": t.amount(after)}
    terms = proposal.request.terms
    if terms is None:
        return t.gettext("the monthly instalment becomes {after} instead of {before}", **amounts)
    return t.gettext(
        "the monthly instalment becomes {after} instead of {before}, at the rate of today, about {rate} a year",
        rate=t.percent(terms.annual_rate),
        **amounts,
    )


def _step(step: Step, proposal: Proposal, t: Translator) -> str:
    known = {"before": t.amount(step.before), "after": t.amount(step.after)}
    match step.lever:
        case Lever.DOWN_PAYMENT:
            return _less_borrowed(step, proposal.request.price, t)
        case Lever.CHEAPER_GOODS:
            prices = {
                "price": t.amount(float(proposal.scenario.changes["AMT_GOODS_PRICE"] or 0)),
                "today": t.amount(proposal.request.price or 0),
            }
            return t.gettext(
                "borrow {after} instead of {before}, for goods of {price} instead of {today}", **known, **prices
            )
        case Lever.TERM:
            return t.gettext(
                "repay over {after} months instead of about {before}",
                after=t.number(step.after),
                before=t.number(step.before),
            )
        case Lever.INCOME:
            return t.gettext("document an income of {after} instead of {before}", **known)
        case Lever.SETTLED_DEBT:
            return t.gettext("repay {share} of the debts elsewhere", share=t.percent(step.after))


def _less_borrowed(step: Step, price: float | None, t: Translator) -> str:
    """Return what a smaller credit for the same goods means: less beyond their price, or more of it paid down."""
    known = {"before": t.amount(step.before), "after": t.amount(step.after)}
    if not price:
        return t.gettext("borrow {after} instead of {before}", **known)
    if step.after >= price:
        return t.gettext(
            "borrow {after} instead of {before}: {rest} above the price of the goods instead of {today}",
            rest=t.amount(step.after - price),
            today=t.amount(step.before - price),
            **known,
        )
    down = t.amount(price - step.after)
    if step.before > price:
        return t.gettext(
            "borrow {after} instead of {before}: nothing above the price of the goods, and {down} of it paid down",
            down=down,
            **known,
        )
    return t.gettext(
        "borrow {after} instead of {before}, and pay {down} of the price down instead of {today}",
        down=down,
        today=t.amount(price - step.before),
        **known,
    )
