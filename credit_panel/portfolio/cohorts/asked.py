"""Clients asked for in words, as at a desk: ``chauffeur 12 000``, ``retired 62 years, income 2 500``."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from credit_panel.home_credit.catalogue import CATEGORIES
from credit_panel.home_credit.catalogue.categories import SAID
from credit_panel.home_credit.periods import MONTHLY, MONTHS_OF_A_YEAR
from credit_panel.portfolio.cohorts.ages import born
from credit_panel.portfolio.cohorts.cohort import Cohort
from credit_panel.portfolio.conditions import Between, OneOf

LONGEST_ASKED = 200
"""Characters of the longest text that is read; what follows is not looked at."""

MOST_PIECES = 24
"""Words and numbers of it: each is held against every name."""

LONGEST_RUN = 6
"""Words that are read as one name at most."""

MOST_READINGS = 12
"""How many meanings of one text are told apart."""

AMOUNTS = ("AMT_CREDIT", "AMT_ANNUITY", "AMT_INCOME_TOTAL")
"""What a bare amount may be."""

NEAR = 0.05
"""How far an amount may lie from the round one that was said, as a share of it."""

_WHOLE = 3
"""Letters from which on what was typed may be the beginning of a word."""

_ADULT_UNTIL = 100
"""A bare number below it is an age."""

_NEAR_POINTS = 10.0

_SPOKEN = ("OCCUPATION_TYPE", "NAME_INCOME_TYPE", "ORGANIZATION_TYPE", "NAME_CONTRACT_TYPE", "NAME_EDUCATION_TYPE")
_OUTCOMES = {
    "accept": ("accord", "accord propose", "accepte", "acceptee", "acceptance", "acceptance proposed", "accepted"),
    "review": ("a etudier", "etude", "a examiner", "examen", "a revoir", "review", "to review"),
    "refuse": ("refus", "refus propose", "refuse", "refusee", "refusal", "refusal proposed", "refused"),
}
_NAMES = {
    "AMT_CREDIT": "credit pret emprunt montant loan amount borrows",
    "AMT_ANNUITY": "mensualite echeance instalment instalments annuity",
    "AMT_INCOME_TOTAL": "revenu revenus salaire gagne income salary earns",
    "AMT_GOODS_PRICE": "prix bien price goods",
}
_NAMED = {word: column for column, words in _NAMES.items() for word in words.split()}
_LITTLE = {
    "least": "plus > over above from least min minimum dessus",
    "most": "moins < under below most max maximum jusqu jusque dessous",
    "idle": "a au aux avec an and at by client cliente clientes clients d de des dont du en entre environ et for "
    "gens in l la le les of ou or par personne personnes pour qui que s the to un une vers who whose with "
    "about than between eur euro euros",
}
_LEAST, _MOST, _IDLE = (frozenset(words.split()) for words in _LITTLE.values())
_AMOUNT = r"(?:\d{1,3}(?:[ '.,]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)(?: ?[km](?![a-z]))?"
_PIECE = re.compile(
    rf"(?P<low>{_AMOUNT})(?: ?(?:-|–|a|to|et|and) ?(?P<high>{_AMOUNT}))?(?: ?(?:eur(?:os?)?\b|[€$£]))?"
    r"(?: ?(?P<a_year>(?:/|par |per |a )an\b|(?:/|per |a )year\b)| ?(?P<age>ans?\b|years?\b)| ?(?P<points>points?\b))?"
    r"|(?P<word>[a-z]+|[<>])"
)

Condition = Between | OneOf
_Meaning = dict[str, Condition]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a text may mean.

    Parameters
    ----------
    cohorts
        Whom it may mean, the likeliest first; empty when nothing was understood.
    unread
        Its words that were not understood.
    """

    cohorts: tuple[Cohort, ...]
    unread: tuple[str, ...]


def read_asked(text: str, columns: Iterable[str]) -> Asked:
    """Return whom a text may mean: profession, income, employer, contract, education, outcome, grade, amounts, age.

    Parameters
    ----------
    columns
        Those that may be asked for: the portfolio's.

    Examples
    --------
    >>> read_asked("chauffeur 42 ans", ["OCCUPATION_TYPE", "DAYS_BIRTH"]).cohorts[0].conditions["OCCUPATION_TYPE"]
    OneOf(values=frozenset({'Drivers'}))
    """
    known, parts, unread = set(columns), [], []
    column = side = ""
    plain = _plain(text[:LONGEST_ASKED])[:LONGEST_ASKED]  # a character may stand for several
    pieces = list(itertools.islice(_PIECE.finditer(plain), MOST_PIECES))
    beyond = plain[pieces[-1].end() :].split() if len(pieces) == MOST_PIECES else []
    if pieces and pieces[-1]["word"] in _NAMED:  # "12 000 of income": what comes last names what stands before
        pieces.insert(next((i for i, piece in enumerate(pieces) if piece["low"]), 0), pieces.pop())
    for is_word, run in itertools.groupby(pieces, key=lambda piece: piece["word"] is not None):
        if is_word:
            levels, left = _levels([piece["word"] for piece in run], known)
            parts += levels
            for word in left:
                column = _NAMED.get(word, column)
                side = "low" if word in _LEAST else "high" if word in _MOST else side
                if word not in _NAMED and word not in _LEAST | _MOST | _IDLE:
                    unread.append(word)
            continue
        for piece in run:
            parts.append([found for found in _numeric(piece, column, side) if found.keys() <= known])
            column = side = ""
    meanings: list[_Meaning] = []
    for combination in itertools.islice(itertools.product(*filter(None, parts)), MOST_READINGS):
        merged = _merged(combination)
        if merged and merged not in meanings:
            meanings.append(merged)
    return Asked(tuple(Cohort(meaning) for meaning in meanings), (*unread, *beyond))


def _plain(text: str) -> str:
    """Return a text in small letters without accents, its spaces those of ASCII."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def _levels(words: list[str], known: set[str]) -> tuple[list[list[_Meaning]], list[str]]:
    """Return what each run of words names, as long a run as names anything, and the words that name nothing."""
    parts: list[list[_Meaning]] = []
    left: list[str] = []
    place = 0
    while place < len(words):
        for end in range(min(len(words), place + LONGEST_RUN), place, -1):
            asked = [word for word in words[place:end] if word not in _IDLE]
            alone = len(asked) == 1 and (asked[0] in _NAMED or len(asked[0]) == 1)
            is_name = asked and words[place] not in _IDLE and not alone
            found = _named(tuple(asked)) if is_name else {}
            if found.keys() & known:
                parts.append([{name: OneOf(levels)} for name, levels in found.items() if name in known])
                place = end
                break
        else:
            left.append(words[place])
            place += 1
    return parts, left


@cache
def _vocabulary() -> tuple[tuple[frozenset[str], str, str], ...]:
    """Return every name of every level: its words, the column and the level."""
    names = [
        (name, column, level)
        for column in _SPOKEN
        for level, words in CATEGORIES[column].items()
        for name in (*words.values(), level, *SAID.get(column, {}).get(level, ()))
    ]
    names += [(name, "outcome", level) for level, said in _OUTCOMES.items() for name in said]
    names += [(f"{word} {grade}", "grade", grade) for grade in "ABCDEF" for word in ("classe", "grade")]
    split = ((frozenset(re.findall(r"[a-z]+", _plain(name))) - _IDLE, column, level) for name, column, level in names)
    return tuple(dict.fromkeys(each for each in split if each[0]))


@lru_cache(maxsize=1_000)
def _named(asked: tuple[str, ...]) -> dict[str, frozenset[str | int | float | None]]:
    """Return the levels, by column, that have all of the words asked for in a name, or are called just so."""
    found: dict[str, set[str | int | float | None]] = {}
    exact: dict[str, set[str | int | float | None]] = {}
    stems = [word.rstrip("sx") if len(word) > _WHOLE else word for word in asked]
    for words, column, level in _vocabulary():
        if all(any(_begins(word, stem) for word in words) for stem in stems):
            found.setdefault(column, set()).add(level)
            if len(words) == len(stems) and all(any(word.rstrip("sx") == stem for word in words) for stem in stems):
                exact.setdefault(column, set()).add(level)
    return {column: frozenset(levels) for column, levels in (exact or found).items()}


def _begins(word: str, stem: str) -> bool:
    """Return whether a word begins with what was typed; two letters or one are no beginning."""
    return word.startswith(stem) if len(stem) >= _WHOLE else word == stem


def _numeric(piece: re.Match[str], column: str, side: str) -> list[_Meaning]:
    """Return what a number may mean."""
    low = _number(piece["low"])
    high = low if piece["high"] is None else _number(piece["high"])
    if low > high or not math.isfinite(high):
        return []
    if piece["points"]:
        return [{"points": _between(low, high, _NEAR_POINTS if low == high else 0.0, side)}]
    if piece["age"] or (not column and high < _ADULT_UNTIL and not piece["a_year"]):
        return [{"DAYS_BIRTH": born(None if side == "high" else low, None if side == "low" else high)}]
    names = (column,) if column else MONTHLY if piece["a_year"] else AMOUNTS
    near = 0.0 if low < high else min(NEAR * low, _unit(low) / 2)
    found: list[_Meaning] = []
    for name in (*AMOUNTS, "AMT_GOODS_PRICE"):
        months = MONTHS_OF_A_YEAR if piece["a_year"] and name in MONTHLY else 1.0
        if name in names:
            found.append({name: _between(low / months, high / months, near / months, side)})
    return found


def _between(low: float, high: float, near: float, side: str) -> Between:
    match side:
        case "low":
            return Between(low, None)
        case "high":
            return Between(None, high)
        case _:
            return Between(*(round(end, 2) for end in (low - near, high + near)))


def _number(text: str) -> float:
    scale = {"k": 1e3, "m": 1e6}.get(text[-1], 1.0)
    digits = re.sub(r"(?<=\d)[ '.,](?=\d{3}(?!\d))", "", text.rstrip("km ")).replace(",", ".")
    return float(digits) * scale


def _unit(amount: float) -> float:
    """Return the place of the last digit that is no zero: 1,000 of 12,000."""
    whole = round(amount)
    return 1.0 if not whole else float(10 ** (len(str(whole)) - len(str(whole).rstrip("0"))))


def _merged(parts: Iterable[Mapping[str, Condition]]) -> _Meaning:
    """Return all parts as one; levels of the same column are either, and two ranges of one are none."""
    merged: _Meaning = {}
    for column, condition in (entry for part in parts for entry in part.items()):
        held = merged.get(column)
        if isinstance(held, OneOf) and isinstance(condition, OneOf):
            merged[column] = OneOf(held.values | condition.values)
        elif held is None:
            merged[column] = condition
        else:
            return {}
    return merged
