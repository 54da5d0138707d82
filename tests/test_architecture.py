"""The package keeps the rules of the house, and each rule bites."""

from __future__ import annotations

import subprocess
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import house_rules as rules
import pytest

ROOT = Path(__file__).resolve().parents[1]
RULES: list[rules.Rule] = [
    rules.import_order,
    rules.third_party,
    rules.unsafe_loading,
    rules.length,
    rules.vague_names,
    rules.docstrings,
    rules.parameter_docs,
    rules.composed_html,
    rules.outside_addresses,
    rules.paths_stay_inside,
]


def tracked_files() -> list[Path]:
    """Every file that is or is about to be versioned."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="module")
def sources() -> list[rules.Source]:
    """The modules of the package, each parsed once for all rules."""
    return rules.sources(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps(rule: rules.Rule, sources: list[rules.Source]) -> None:
    broken = [place for source in sources for place in rule(source)]
    assert not broken, "\n" + "\n".join(broken)


def test_the_suite_finds_nothing_outside_the_checkout() -> None:
    broken = [place for source in rules.sources(ROOT, "tests") for place in rules.paths_stay_inside(source)]
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize(
    ("find", "suffixes"),
    [
        (rules.outside_addresses_in_text, {".css", ".html", ".js", ".svg"}),
        (rules.registry_hosts, None),
        (rules.leading_out, {".ipynb"}),
    ],
    ids=["templates_fetch_nothing_from_outside", "no_registry_host_is_named", "notebooks_stay_in_their_folder"],
)
def test_files(find: Callable[[str], Iterator[tuple[int, str]]], suffixes: set[str] | None) -> None:
    broken = []
    for path in tracked_files():
        if suffixes is None or path.suffix in suffixes:
            text = path.read_bytes().decode("utf-8", errors="ignore")
            broken += [f"{path.relative_to(ROOT)}:{line}: {found}" for line, found in find(text)]
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize("pattern", ["*.sh", "tests/**/*.py"])
def test_scripts_and_tests_are_short_too(pattern: str) -> None:
    long = [path for path in ROOT.glob(pattern) if len(path.read_text("utf-8").splitlines()) > rules.LONGEST]
    assert not long, f"over {rules.LONGEST} lines: {[str(path.relative_to(ROOT)) for path in long]}"


def bad(root: Path, module: str, code: str) -> rules.Source:
    path = root / "credit_panel" / module
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(code), encoding="utf-8")
    return rules.Source(root, path)


@pytest.mark.parametrize(
    ("rule", "module", "code", "line"),
    [
        (rules.import_order, "features/bureau.py", "import os\nfrom credit_panel.scoring import Scorer\n", 2),
        (rules.import_order, "scoring/scorer.py", "from credit_panel.locale import translate\n", 1),
        (rules.import_order, "portfolio/__init__.py", "from credit_panel import views\n", 1),
        (rules.import_order, "portfolio/store.py", "from ..views import client\n", 1),
        (rules.import_order, "views/client.py", "def late():\n    import credit_panel.pages.frame\n", 2),
        (rules.import_order, "settings.py", "from credit_panel import progress\n", 1),
        (rules.import_order, "pages/frame.py", "from credit_panel.api import ROUTER\n", 1),
        (rules.import_order, "state/client.py", "import credit_panel\n", 1),
        (rules.import_order, "somewhere/new.py", "", 1),
        (rules.third_party, "state/client.py", "\nimport panel as pn\n", 2),
        (rules.third_party, "portfolio/store.py", "from pandas import DataFrame\n", 1),
        (rules.third_party, "state/cohort.py", "import holoviews.streams\n", 1),
        (rules.third_party, "views/client.py", "import polars\n", 1),
        (rules.third_party, "portfolio/book.py", "import xgboost\n", 1),
        (rules.third_party, "settings.py", "import surprise\n", 1),
        (rules.third_party, "__init__.py", "import panel\n", 1),
        (rules.unsafe_loading, "scoring/bundle.py", "import pickle\n", 1),
        (rules.unsafe_loading, "scoring/bundle.py", "from joblib import load\n", 1),
        (rules.unsafe_loading, "scoring/bundle.py", "np.load(path, allow_pickle=True)\n", 1),
        (rules.length, "scoring/scorer.py", "x = 1\n" * 251, 251),
        (rules.vague_names, "scoring/utils.py", "", 1),
        (rules.vague_names, "common/__init__.py", "", 1),
        (rules.docstrings, "scoring/scorer.py", "x = 1\n", 1),
        (rules.docstrings, "scoring/scorer.py", '"""Score."""\ndef score(): ...\n', 2),
        (
            rules.docstrings,
            "scoring/scorer.py",
            '"""Score."""\nclass A:\n    """A."""\n    async def b(self): ...\n',
            4,
        ),
        (rules.parameter_docs, "state/client.py", "class A(B):\n    x = param.Integer(default=1)\n", 2),
        (rules.parameter_docs, "state/client.py", "class A(B):\n    x: int = param.Integer(default=1)\n", 2),
        (rules.composed_html, "views/client.py", 'pn.pane.HTML(f"<b>{name}</b>")\n', 1),
        (rules.composed_html, "views/client.py", 'pn.pane.Markdown(object="%s" % name)\n', 1),
        (rules.composed_html, "views/client.py", 'pn.pane.Alert("<b>" + name)\n', 1),
        (rules.composed_html, "views/client.py", 'Typography("<b>{}</b>".format(name))\n', 1),
        (rules.composed_html, "views/client.py", 'Markup("".join(names))\n', 1),
        (rules.outside_addresses, "views/client.py", 'LOGO = "https://cdn.example.org/logo.svg"\n', 1),
        (rules.outside_addresses, "views/client.py", 'LOGO = f"http://{host}/logo.svg"\n', 1),
        (rules.paths_stay_inside, "views/a.py", "DATA = Path(__file__).resolve().parents[3] / 'shared'\n", 1),
        (rules.paths_stay_inside, "views/a.py", "ROOT = Path(__file__).parents[2]\nDATA = ROOT.parent\n", 2),
        (rules.paths_stay_inside, "views/a.py", "ROOT = Path(__file__).parents[2]\nDATA = ROOT / '../x'\n", 2),
    ],
)
def test_rule_bites(tmp_path: Path, rule: rules.Rule, module: str, code: str, line: int) -> None:
    places = list(rule(bad(tmp_path, module, code)))
    assert [place.split(": ")[0] for place in places] == [f"credit_panel/{module}:{line}"]


GOOD = '''
"""A view. Source: https://example.org/paper."""

from __future__ import annotations

import param
from credit_panel import state
from credit_panel.locale import translate
from credit_panel.views.client.facts import Facts


class View(param.Parameterized):
    """A view."""

    client = param.Integer(default=0, doc="Number of the client.")

    def render(self):
        """Render it."""
        return pn.pane.HTML(Markup("<b>{}</b>").format(self.client)), "http://localhost:5006", _private

    def _private(self): ...
'''


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_lets_good_code_be(tmp_path: Path, rule: rules.Rule) -> None:
    assert list(rule(bad(tmp_path, "views/client.py", GOOD.lstrip()))) == []


def test_text_rules_bite() -> None:
    assert list(rules.registry_hosts("ok\nsee https://py" + "pi.org/x")) == [(2, "py" + "pi.org")]
    page = '<svg xmlns="http://www.w3.org/2000/svg">\n<script src="https://cdn.example.org/x.js">'
    assert list(rules.outside_addresses_in_text(page)) == [(2, "https://cdn.example.org/x.js")]
    cell = '"open(\\"kept.json\\")",\n"read(\\"../data/x.csv\\")",\n"read(\'/home/me/x.csv\')"'
    assert list(rules.leading_out(cell)) == [(2, "../data/x.csv"), (3, "/home/me/x.csv")]
