"""`python -m credit_panel` is the command `credit-panel`."""

import sys

from credit_panel.cli import main

sys.exit(main())
