"""A plot on paper stands where its numbers are, in the colours of its layers."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Tree

import numpy as np
import pytest

from credit_panel.charts.axis import Axis
from credit_panel.charts.palette import palette
from credit_panel.charts.paper import WIDTH, svg
from credit_panel.charts.plot import Layer, Plot, band, dashes, line
from credit_panel.locale import translator

T = translator("en")
X, Y = Axis("across", 0, 10, [(0, "0"), (10, "10")]), Axis("up", -1, 1, [(-1, "low"), (1, "high"), (9, "beyond")])
NAMESPACE = {"svg": "http://www.w3.org/2000/svg"}


def drawn(*layers: Layer) -> Tree.Element:
    return Tree.fromstring(svg(Plot("key", X, Y, layers, 300, 'says "all" & <more>'), T))  # noqa: S314 - our own


def shapes(root: Tree.Element) -> list[Tree.Element]:
    group = root.find("svg:g", NAMESPACE)
    assert group is not None
    return list(group)


def frame(root: Tree.Element) -> tuple[float, float, float, float]:
    rect = root.find("svg:clipPath/svg:rect", NAMESPACE)
    assert rect is not None
    left, top, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
    return left + 2, top + 2, width - 4, height - 4  # it leaves half a line's width around


@pytest.mark.parametrize("seed", range(5))
def test_a_line_goes_through_its_points(seed: int) -> None:
    x, y = np.sort(np.random.default_rng(seed).uniform(0, 10, 20)), np.random.default_rng(seed).uniform(-1, 1, 20)
    root = drawn(line("the line", x, y))
    left, top, width, height = frame(root)
    places = np.array(re.findall(r"([\d.]+) ([\d.]+)", shapes(root)[0].attrib["d"]), dtype=float)
    assert np.allclose((places[:, 0] - left) / width * 10, x, atol=0.01)
    assert np.allclose(1 - (places[:, 1] - top) / height * 2, y, atol=0.01)


def test_every_kind_has_its_shape() -> None:
    ends = {"low": np.array([-0.5, 0.0]), "high": np.array([0.5, 1.0])}
    root = drawn(
        band(np.array([1.0, 2.0]), ends["low"], ends["high"]),
        dashes("to compare", np.array([0.0, 10.0]), np.array([0.0, 0.0])),
        Layer("whiskers", {"x": np.array([3.0, 4.0]), **ends}, "adverse"),
        Layer("whiskers", {"y": np.array([0.1, 0.2]), "low": np.array([1.0, 2.0]), "high": np.array([3.0, 4.0])}),
        Layer("boxes", {"left": [1.0], "bottom": [-1.0], "right": [2.0], "top": [0.0]}, "others"),
        Layer("dots", {"x": [5.0, np.nan], "y": [0.0, 0.0]}, name="dots", style={"hollow": True}),
        Layer("dots", {"x": [5.0], "y": [0.0]}, style={"marker": "diamond", "size": 10}),
        Layer("upright", {"x": [2.0]}, "review"),
        Layer("level", {"y": [0.5]}, "review"),
        Layer("texts", {"x": [1.0], "y": [0.0], "text": ["<here> & there"]}, "ink", style={"text_align": "left"}),
        Layer("dots", {"x": [], "y": []}),
    )
    found = shapes(root)
    assert len(found) == 1 + 1 + 2 + 2 + 1 + 1 + 1 + 1 + 1 + 1
    assert found[1].attrib["stroke-dasharray"]
    assert found[2].attrib["stroke"] == palette(dark=False).adverse
    assert found[-1].text == "<here> & there"
    assert root.attrib["aria-label"] == 'says "all" & <more>'
    words = [each.text for each in root.findall("svg:text", NAMESPACE)]
    assert words == ["low", "high", "0", "10", "across", "up", "to compare", "dots"]
    assert root.attrib["width"] == str(WIDTH)


def test_an_image_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="not drawn on paper"):
        drawn(Layer("image", {"image": np.ones((2, 2)), "bounds": (0, 0, 1, 1), "most": 2}))
