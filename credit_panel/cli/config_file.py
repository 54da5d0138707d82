"""A file of options, in TOML: what a schedule repeats is written once, and the command line goes before it."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from credit_panel.errors import SettingsError

OPTION = "--config"


def add_config(parser: argparse.ArgumentParser) -> None:
    """Let a command take a file of options, where a `CommandParser` reads its arguments."""
    parser.add_argument(
        OPTION,
        metavar="FILE",
        help="options in TOML, by the same names: cost-ratio = 8; those of the command line go before",
    )


class CommandParser(argparse.ArgumentParser):
    """Reads the arguments of a command; where it takes a file of options, those count less than its arguments.

    Raises
    ------
    SettingsError
        When the file cannot be read, or names what is no option.
    """

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return what `argparse.ArgumentParser.parse_known_args` does, of the file's options and then of `args`."""
        argv = list(args or ())
        file = next((_named(argv, place) for place, word in enumerate(argv) if word.partition("=")[0] == OPTION), None)
        if file is not None and OPTION in self._option_string_actions:
            argv = [*_arguments(self, file), *argv]
        return super().parse_known_args(argv, namespace)


def _named(argv: Sequence[str], place: int) -> str | None:
    _, sign, file = argv[place].partition("=")
    return file if sign else next(iter(argv[place + 1 : place + 2]), None)


def _arguments(parser: argparse.ArgumentParser, file: str) -> Iterator[str]:
    try:
        content = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{OPTION} is {file}, which cannot be read ({error.strerror}): name a file.") from error
    except ValueError as error:
        raise SettingsError(
            f"{OPTION} is {file}, which is no TOML ({error}): write options as name = value."
        ) from error
    # argparse tells which options it takes nowhere else
    known = {text.removeprefix("--"): action for action in parser._actions for text in action.option_strings}
    for name, value in content.items():
        if name not in known or name in ("help", "h", OPTION.removeprefix("--")):
            near = get_close_matches(name, known, 1)
            raise SettingsError(
                f"{file} names {name!r}, which is no option here: {f'write {near[0]!r}' if near else 'leave it out'}."
            )
        yield from _given(file, name, value, is_flag=known[name].nargs == 0)


def _given(file: str, name: str, value: object, *, is_flag: bool) -> Iterator[str]:
    """Yield an option as the command line has it; several values stand with commas, or one by one where repeated."""
    if is_flag != isinstance(value, bool) or isinstance(value, dict):
        wanted = "true or false" if is_flag else "a text, a number or a list of texts"
        raise SettingsError(f"{file} gives {name} the value {value!r}: give {wanted}.")
    if is_flag:
        if value:
            yield f"--{name}"
    elif isinstance(value, list) and name == "conf":
        yield from (f"--{name}={one}" for one in value)
    else:
        yield f"--{name}={','.join(map(str, value)) if isinstance(value, list) else value}"
