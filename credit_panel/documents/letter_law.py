"""What the law of a model's jurisdiction has a letter say beside the decision and its reasons.

France and Germany: Directive (EU) 2023/2225, article 18(8), 18(9) and 19(6), the right to an explanation, a statement
and a review by a person, and advice about debts. Germany besides: § 37a BDSG, what may be asked about a score, for a
year, and what a score may not use. United States: the notices of Regulation B, 12 CFR 1002.9(b), and of the Fair Credit
Reporting Act, section 615(a), to whoever is refused. All of it is to be reviewed by the lender's counsel.
"""

from __future__ import annotations

from typing import Any

from credit_panel.documents.lender import Lender
from credit_panel.documents.section import section
from credit_panel.home_credit.catalogue.jurisdictions import Jurisdiction
from credit_panel.locale import Translator


def rights_section(law: Jurisdiction, number: str, lender: Lender, t: Translator) -> dict[str, Any]:
    """Return what a client may ask for, whom, and how.

    Parameters
    ----------
    law
        The jurisdiction of the model.
    number
        Number of the case.
    """
    after = [
        t.gettext("Contact: {contact}.", contact=lender.text("contact", t)),
        *_procedure(number, lender, t),
        *_complaints(lender, t),
    ]
    if law in ("FR", "DE"):
        lines = [t.gettext("About this proposal and the decision, you have the right:")]
        items = [
            t.gettext(
                "to a clear explanation of the assessment: how it works, what counted, and what it means for you;"
            ),
            t.gettext("to state your own point of view;"),
            t.gettext("to have the assessment and the decision reviewed by a person."),
        ]
        return section(t.gettext("Your rights"), lines, items=[[each] for each in items], after=after)
    lines = [t.gettext("About this proposal and the decision, you may ask us:")]
    items = [
        t.gettext("for a clear explanation of the assessment: how it works, what counted, and what it means for you;"),
        t.gettext("to hear your own point of view;"),
        t.gettext("to have a person review the assessment and the decision."),
    ]
    return section(t.gettext("What you may ask"), lines, items=[[each] for each in items], after=after)


def _procedure(number: str, lender: Lender, t: Translator) -> list[str]:
    """Return how to ask: in the lender's own words where there are any, and always with the number of the case."""
    own = lender.own_words("procedure", t)
    if own:
        return [*own, t.gettext("The number of your case is {number}.", number=number)]
    return [
        t.gettext(
            "How to proceed: write or call, give the case number {number}, and say whether you ask for an explanation, "
            "a review or both. You may add a statement and documents. A person looks at them and answers you.",
            number=number,
        )
    ]


def _complaints(lender: Lender, t: Translator) -> list[str]:
    if not lender.complaints:
        return []
    return [
        t.gettext("If our answer does not satisfy you, you can turn to: {whom}.", whom=lender.text("complaints", t))
    ]


def law_notices(
    law: Jurisdiction, lender: Lender, t: Translator, *, refused: bool, consulted: bool
) -> list[dict[str, Any]]:
    """Return the notices that the law of a jurisdiction asks for.

    Parameters
    ----------
    refused
        Whether the application is refused, or proposed to be.
    consulted
        Whether data from outside were consulted.
    """
    found = [_score_law(t)] if law == "DE" else []
    if not refused:
        return found
    if law == "US":
        return [_equal_credit(lender, t), *([_reporting_agency(lender, t)] if consulted else [])]
    service = lender.text("debt_advice", t)
    advice = t.gettext(
        "If you find it hard to repay what you owe, you can ask for advice about debts: {service}.", service=service
    )
    return [*found, section(t.gettext("Advice about debts"), [advice])]


def _score_law(t: Translator) -> dict[str, Any]:
    return section(
        t.gettext("About the score (§ 37a of the Federal Data Protection Act, BDSG)"),
        [
            t.gettext(
                "For one year you may ask us which data about you the score used, by which criteria, what weighed "
                "most, what the result means, and who has received it."
            ),
            t.gettext(
                "The score uses neither your age nor your sex, nor your name, your address, social networks or the "
                "movements of your accounts."
            ),
        ],
    )


def _equal_credit(lender: Lender, t: Translator) -> dict[str, Any]:
    return section(
        t.gettext("Notice (Equal Credit Opportunity Act)"),
        [
            t.gettext(
                "The federal Equal Credit Opportunity Act prohibits creditors from discriminating against credit "
                "applicants on the basis of race, color, religion, national origin, sex, marital status, age (provided "
                "the applicant has the capacity to enter into a binding contract); because all or part of the "
                "applicant's income derives from any public assistance program; or because the applicant has in good "
                "faith exercised any right under the Consumer Credit Protection Act."
            ),
            t.gettext(
                "The federal agency that administers compliance with this law concerning this creditor is: {agency}.",
                agency=lender.text("agency", t),
            ),
        ],
    )


def _reporting_agency(lender: Lender, t: Translator) -> dict[str, Any]:
    return section(
        t.gettext("Notice (Fair Credit Reporting Act)"),
        [
            t.gettext(
                "Our proposal and the decision rest in whole or in part on information and scores from the consumer "
                "reporting agency named above. It played no part in the decision and cannot give you the specific "
                "reasons for it. The scores that were used stand at the end of this letter; each lies between 0 and 1. "
                "Our data do not say on which day they were made: the agency can tell you."
            ),
            t.gettext(
                "You have a right to know the information in your file at that agency, and to a free copy of your "
                "report from it if you ask within 60 days of receiving this notice. If you find that any of it is "
                "inaccurate or incomplete, you have the right to dispute it with the agency."
            ),
        ],
    )
