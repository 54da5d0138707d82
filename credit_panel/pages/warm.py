"""Run once before the server answers: open the model and the portfolio, explain one client, draw one scatter."""

import gc
import sys
import threading

from credit_panel.charts.linked_scatter import density_of_all
from credit_panel.errors import CreditPanelError
from credit_panel.pages.component_files import remember_component_files
from credit_panel.portfolio import current_book
from credit_panel.portfolio.cohort_figures import cohort_figures
from credit_panel.portfolio.plot_frame import plot_frame
from credit_panel.state.similar import neighbour_index

try:
    book = current_book()
except CreditPanelError as error:
    print(f"credit-panel: {error}", file=sys.stderr)
    sys.exit(2)
book.explain_client(int(book.portfolio.ids[0]))
density_of_all(plot_frame(book.portfolio), "AMT_CREDIT", "ext_source_mean")  # compiles what draws it
cohort_figures(book, None)
remember_component_files()
# what is alive now stays: Panel collects garbage after each visit, and need not look through all of it again
gc.collect()
gc.freeze()
# nobody needs it before a comparison is opened, so the first page does not wait for it; nothing is imported beside a
# visitor, which can end in two threads that wait for each other
threading.Thread(target=neighbour_index, args=(book.portfolio,), daemon=True).start()
