"""The main facts of the request and of the client, and the clients opened before."""

from __future__ import annotations

import param
from markupsafe import Markup

from credit_panel.amendments.change_words import changed_words
from credit_panel.charts.figure import render
from credit_panel.decisions.outcome_words import standing_outcome
from credit_panel.features.absence import absence_of
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.budget import budget_of
from credit_panel.state.credit_terms import client_terms
from credit_panel.views.client.client_view import ClientView
from credit_panel.views.parts.budget_words import budget_pairs, doubt_words, money_words
from credit_panel.views.parts.data_words import data_sentences
from credit_panel.views.parts.term_words import term_facts

REQUEST = ("NAME_CONTRACT_TYPE", "AMT_CREDIT", "AMT_GOODS_PRICE", "AMT_ANNUITY")
CLIENT = (
    "DAYS_BIRTH",
    "AMT_INCOME_TOTAL",
    "annuity_income_ratio",
    "bureau_debt_sum",
    "NAME_INCOME_TYPE",
    "OCCUPATION_TYPE",
    "DAYS_EMPLOYED",
    "CNT_FAM_MEMBERS",
)


class FactsView(ClientView):
    """What the client asks for and who they are, as pairs of a name and a value, with units people use.

    Examples
    --------
    >>> import credit_panel as cp
    >>> view = cp.FactsView(state=cp.ClientState(cp.current_model(), 100002))
    """

    style = "client/facts"

    @param.depends("state.newer", "state.data_trouble", watch=True)
    def _follow_data(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the facts, nothing when no client is open, then the list of the last opened clients."""
        groups, doubt, norms = [], "", self.state.served.norms
        if self.state.row is not None:
            row = self.state.row.row(0, named=True)
            for title, names in ((t.gettext("Request"), REQUEST), (t.gettext("Client"), CLIENT)):
                pairs = [
                    (t.label(name), t.value(name, row.get(name), absence_of(name, row)), "")
                    for name in names
                    if name in row
                ]
                groups.append((title, pairs))
            groups[0][1].extend((name, value, "") for name, value in term_facts(client_terms(self.state), t))
            budget = budget_of(row)
            doubt = doubt_words(budget, t)
            if lines := budget_pairs(budget, norms, t):
                groups.append((t.gettext("Budget"), lines))
        others = [
            (number, standing_outcome(proposed, self.state.decided.get(number), t))
            for number, proposed in self.state.recent
            if number != self.state.client_id
        ]
        version = None if self.state.data is None else self.state.data.version
        values = {
            "data": data_sentences(self.state, t),
            "changed": [] if version is None else list(changed_words(version.data, t)),
            "groups": groups,
            "doubt": doubt,
            "money": money_words(norms, t) if groups else "",
            "recent": others,
            "client_id": self.state.client_id,
        }
        return render("views", "client/facts.html", t, values)
