"""How the parts of the advisor's page lie: side by side on a desk, one below the other on a telephone, on paper."""

from pathlib import Path

SHELL = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
