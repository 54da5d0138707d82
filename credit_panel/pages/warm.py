"""Run once before the server answers: open the model and the portfolio, and explain one client."""

from credit_panel.portfolio import current_book

book = current_book()
book.explain_client(int(book.portfolio.ids[0]))
