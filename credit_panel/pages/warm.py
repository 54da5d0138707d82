"""Run once before the server answers: open the model and the portfolio, and explain one client.

What only the other pages and tabs need is made ready behind the first page, which does not wait for it.
"""

import gc
import sys
import threading
from contextlib import suppress

from credit_panel.errors import CreditPanelError
from credit_panel.pages.component_files import remember_component_files
from credit_panel.portfolio import Book, current_book


def prepare_analysis(book: Book) -> None:
    """Read the neighbours, the figures and the drift of the whole portfolio, and compile what draws its scatter."""
    from credit_panel.charts.linked_scatter import density_of_all
    from credit_panel.portfolio.cohort_figures import cohort_figures
    from credit_panel.portfolio.drift_report import drift_of_test
    from credit_panel.portfolio.plot_frame import plot_frame
    from credit_panel.state.similar import neighbour_index

    neighbour_index(book.portfolio)
    cohort_figures(book, None)
    density_of_all(plot_frame(book.portfolio), "AMT_CREDIT", "ext_source_mean")
    with suppress(CreditPanelError):  # a portfolio with too few applications of unknown outcome says so on the page
        drift_of_test(book)


try:
    book = current_book()
except CreditPanelError as error:
    print(f"panel_serve.sh: {error}", file=sys.stderr)
    sys.exit(2)
book.explain_client(int(book.portfolio.ids[0]))
remember_component_files()
# what is alive now stays: Panel collects garbage after each visit, and need not look through all of it again
gc.collect()
gc.freeze()
threading.Thread(target=prepare_analysis, args=(book,), daemon=True).start()
