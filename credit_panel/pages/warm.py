"""Run once before the server answers: open the model and the portfolio, explain one client, load the first page.

What only other pages need is loaded once the server answers, see `later`. `tests/pages/test_start.py` keeps the list of
what may be imported here.
"""

import gc
import os
import sys

from credit_panel.errors import CreditPanelError
from credit_panel.pages.memory_arenas import limit_arenas
from credit_panel.xgboost_alone import import_xgboost_alone

limit_arenas()
import_xgboost_alone()

import panel as pn  # noqa: E402

from credit_panel.pages import client_page  # noqa: E402, F401 - after XGBoost, which it imports too
from credit_panel.pages.component_files import remember_component_files  # noqa: E402
from credit_panel.pages.sessions import count_sessions  # noqa: E402
from credit_panel.portfolio import current_model  # noqa: E402

try:
    served = current_model()
    if os.environ.get("CREDIT_PANEL_API_URL"):
        from credit_panel.remote.opening import check_at_start

        check_at_start(served)
except CreditPanelError as error:
    print(f"credit-panel: {error}", file=sys.stderr)
    sys.exit(2)
if served.portfolio.memory.warning:
    print(f"credit-panel: {served.portfolio.memory.warning}", file=sys.stderr)
served.explain_client(int(served.portfolio.ids[0]))
remember_component_files()
count_sessions()
pn.config.apply_signatures = False  # for the Tab key of a notebook: a sixth of what a session costs
# an edit gives Python's lock away some twenty times, to Polars and XGBoost, and each time waits this long for it while
# a thread reads a file or writes a table
sys.setswitchinterval(0.0005)
# what is alive now stays: Panel collects garbage after each visit, and need not look through all of it again
gc.freeze()
gc.enable()
