"""What the server is started with is what `panel serve` takes, and `credit-panel serve` is it."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from panel.command.serve import Serve

from credit_panel.server.command import FOOTER_PAGES, PAGES, serve_arguments, serve_environ
from credit_panel.server.listen import Listen
from credit_panel.settings import Settings


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
    assert read.plugins == ["credit_panel.api", "mine"]
    assert read.keep_alive == 5


def test_a_server_that_is_not_warm_opens_no_model_first() -> None:
    assert parsed(serve_arguments(Listen(), warm=False)).setup is None
    assert Path(parsed(serve_arguments(Listen())).setup).is_file()


def test_origins_reach_the_server() -> None:
    listen = Listen("127.0.0.1", 81, ("bank.example:80",))
    assert serve_environ(listen)["BOKEH_ALLOW_WS_ORIGIN"].split(",") == listen.hosts()


def test_the_command_serves_what_is_built_until_it_is_interrupted(settings: Settings, tmp_path: Path) -> None:
    """From a folder whose modules have the names of libraries, and of the server's own."""
    for name in ("panel", "credit_panel", "types"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the working directory')")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("credit-panel")), "serve", "--port", str(port)]
    environ = os.environ | settings.environ() | {"PORT": "no port: the option goes first"}
    log = tmp_path / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=tmp_path, env=environ, stdout=out, stderr=subprocess.STDOUT)
        try:
            for _ in range(240):
                assert process.poll() is None, log.read_text()
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/liveness", timeout=5) as answer:
                        assert answer.status == 200
                        break
                except OSError:
                    time.sleep(0.25)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
    said = log.read_text()
    assert said.startswith(f"==> Serving the model 'small' of {settings.models_dir}")
    assert f"http://localhost:{port}/client" in said
    assert "Traceback" not in said
