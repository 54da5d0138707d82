"""`python -m credit_panel.server ARGUMENTS`: `panel ARGUMENTS` in a process of ours."""

import sys

from credit_panel.server.process import serve

serve(sys.argv[1:])
