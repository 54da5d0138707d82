"""The words of the history tables: kinds of credit, outcomes, reasons of a refusal, months in arrears.

The archive explains none of its reject codes; the words are what practitioners read them as, and the code stays
beside them.
"""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.portfolio.history.past_arrears import CLOSED, ON_TIME, UNKNOWN


def kind_words(kind: str | None, t: Translator) -> str:
    """Return the kind of a credit; one that is not known here stays as the table names it."""
    words = {
        "Consumer credit": t.gettext("Consumer credit"),
        "Credit card": t.gettext("Credit card"),
        "Car loan": t.gettext("Car loan"),
        "Mortgage": t.gettext("Mortgage"),
        "Microloan": t.gettext("Microloan"),
        "Real estate loan": t.gettext("Property loan"),
        "Cash loan (non-earmarked)": t.gettext("Cash loan"),
        "Another type of loan": t.gettext("Other loan"),
        "Unknown type of loan": t.gettext("Loan of unknown type"),
        "Loan for business development": t.gettext("Business loan"),
        "Loan for working capital replenishment": t.gettext("Working capital loan"),
        "Loan for the purchase of equipment": t.gettext("Equipment loan"),
        "Loan for purchase of shares (margin lending)": t.gettext("Loan to buy shares"),
        "Interbank credit": t.gettext("Interbank loan"),
        "Mobile operator loan": t.gettext("Mobile operator loan"),
        "Cash loans": t.gettext("Cash loan"),
        "Consumer loans": t.gettext("Purchase credit"),
        "Revolving loans": t.gettext("Revolving credit"),
    }
    return words.get(kind, kind) if kind else t.gettext("Type not given")


def goods_words(goods: str | None, t: Translator) -> str:
    """Return what a credit was to pay for, empty when unknown; rare levels stay as the table names them."""
    words = {
        "Mobile": t.gettext("mobile phone"),
        "Consumer Electronics": t.gettext("consumer electronics"),
        "Computers": t.gettext("computers"),
        "Audio/Video": t.gettext("audio and video"),
        "Furniture": t.gettext("furniture"),
        "Clothing and Accessories": t.gettext("clothing"),
        "Construction Materials": t.gettext("building materials"),
        "Photo / Cinema Equipment": t.gettext("photo and film"),
        "Auto Accessories": t.gettext("car accessories"),
        "Jewelry": t.gettext("jewellery"),
        "Homewares": t.gettext("household goods"),
        "Medical Supplies": t.gettext("medical supplies"),
        "Medicine": t.gettext("health"),
        "Vehicles": t.gettext("vehicle"),
        "Sport and Leisure": t.gettext("sport and leisure"),
        "Office Appliances": t.gettext("office equipment"),
        "Tourism": t.gettext("travel"),
        "Gardening": t.gettext("gardening"),
        "Fitness": t.gettext("fitness"),
        "Direct Sales": t.gettext("direct sales"),
        "Education": t.gettext("education"),
        "Journey": t.gettext("travel"),
        "Repairs": t.gettext("home repairs"),
        "Urgent needs": t.gettext("urgent needs"),
        "Everyday expenses": t.gettext("everyday expenses"),
        "Buying a used car": t.gettext("used car"),
        "Buying a new car": t.gettext("new car"),
        "Buying a home": t.gettext("home purchase"),
        "Buying a holiday home / land": t.gettext("holiday home or land"),
        "Building a house or an annex": t.gettext("building a house"),
        "Payments on other loans": t.gettext("repaying other loans"),
        "Purchase of electronic equipment": t.gettext("consumer electronics"),
        "Car repairs": t.gettext("car repairs"),
        "Wedding / gift / holiday": t.gettext("wedding, gift or holiday"),
        "Business development": t.gettext("own business"),
        "Gasification / water supply": t.gettext("gas or water connection"),
        "Other": t.gettext("other purpose"),
    }
    return words.get(goods, goods) if goods else ""


def outcome_of_past(outcome: str | None, t: Translator) -> str:
    """Return what became of an earlier application."""
    words = {
        "Approved": t.gettext("approved"),
        "Refused": t.gettext("refused"),
        "Canceled": t.gettext("cancelled"),
        "Unused offer": t.gettext("offer not used"),
    }
    return words.get(outcome, outcome) if outcome else t.gettext("not given")


def reason_words(reason: str | None, t: Translator) -> str:
    """Return why an application was refused, with its code; empty without a reason."""
    words = {
        "HC": t.gettext("lender's own rules"),
        "LIMIT": t.gettext("limit of debts reached"),
        "SCO": t.gettext("score"),
        "SCOFR": t.gettext("score, fraud check"),
        "VERIF": t.gettext("could not be verified"),
        "SYSTEM": t.gettext("system"),
        "CLIENT": t.gettext("client's choice"),
    }
    if not reason:
        return ""
    return f"{words[reason]} ({reason})" if reason in words else reason


def level_words(level: int, t: Translator) -> str:
    """Return the state of a month, `UNKNOWN` to 5."""
    return {
        UNKNOWN: t.gettext("not known"),
        CLOSED: t.gettext("nothing left to pay"),
        ON_TIME: t.gettext("no arrears"),
        1: t.gettext("1 to 30 days late"),
        2: t.gettext("31 to 60 days late"),
        3: t.gettext("61 to 90 days late"),
        4: t.gettext("91 to 120 days late"),
        5: t.gettext("over 120 days late"),
    }[level]
