"""What the server is started with is what `panel serve` takes."""

from __future__ import annotations

import argparse
from pathlib import Path

from panel.command.serve import Serve

from credit_panel.server.command import FOOTER_PAGES, PAGES, serve_arguments, serve_environ
from credit_panel.server.listen import Listen


def parsed(arguments: list[str]) -> argparse.Namespace:
    """What `panel serve` reads in its arguments; an option that it does not know ends the test."""
    parser = argparse.ArgumentParser()
    Serve(parser=parser)
    assert arguments[0] == "serve"
    return parser.parse_args(arguments[1:])


def test_every_page_is_served_and_the_bare_address_leads_to_the_first() -> None:
    scripts = [Path(name) for name in parsed(serve_arguments(Listen())).files]
    assert [script.stem for script in scripts] == [*PAGES, *FOOTER_PAGES]
    assert all(script.is_file() for script in scripts)
    assert parsed(serve_arguments(Listen())).index == PAGES[0]


def test_address_port_and_more() -> None:
    read = parsed(serve_arguments(Listen("::1", 81), more=["--plugins", "mine", "--keep-alive", "5"]))
    assert (read.address, read.port, read.server) == ("::1", 81, "fastapi")
    assert read.plugins == ["credit_panel.pages.later", "credit_panel.api", "mine"]
    assert read.keep_alive == 5


def test_a_server_that_is_not_warm_opens_no_model_first() -> None:
    assert parsed(serve_arguments(Listen(), warm=False)).setup is None
    assert Path(parsed(serve_arguments(Listen())).setup).is_file()


def test_origins_reach_the_server() -> None:
    listen = Listen("127.0.0.1", 81, ("bank.example:80",))
    assert serve_environ(listen)["BOKEH_ALLOW_WS_ORIGIN"].split(",") == listen.hosts()
