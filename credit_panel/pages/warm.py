"""Run once before the server answers: open the model and the portfolio, and explain one client."""

import sys

from credit_panel.errors import CreditPanelError
from credit_panel.portfolio import current_book

try:
    book = current_book()
except CreditPanelError as error:
    print(f"panel_serve.sh: {error}", file=sys.stderr)
    sys.exit(2)
book.explain_client(int(book.portfolio.ids[0]))
