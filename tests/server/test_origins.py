"""What a user writes for the server's names is understood as browsers send it, or refused in one sentence."""

from __future__ import annotations

import pytest
from bokeh.server.util import check_allowlist

from credit_panel.errors import SettingsError
from credit_panel.server.origins import read_origins

OWN_PORT = 5006


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("https://bank.fr/", ["bank.fr"]),
        ("https://bank.fr", ["bank.fr"]),
        ("https://bank.fr/credit/client#client=1", ["bank.fr"]),
        ("https://bank.fr:443", ["bank.fr", "bank.fr:443"]),
        ("http://bank.fr:80", ["bank.fr"]),
        ("HTTPS://Bank.FR", ["bank.fr"]),
        ("bank.fr", ["bank.fr", "bank.fr:5006"]),
        ("bank.fr/", ["bank.fr", "bank.fr:5006"]),
        ("bank.fr:8443", ["bank.fr:8443"]),
        ("http://intranet:8080/", ["intranet:8080"]),
        ("my_container:80", ["my_container"]),
        ("bänk.fr:81", ["xn--bnk-qla.fr:81"]),
        ("192.0.2.7:81", ["192.0.2.7:81"]),
        ("[2001:DB8:0::1]:81", ["[2001:db8::1]:81"]),
        ("2001:db8::1", ["[2001:db8::1]", "[2001:db8::1]:5006"]),
        ("https://[::1]/", ["[::1]"]),
        (" a.fr, b.fr:81,\n c.fr ,", ["a.fr", "b.fr:81", "c.fr"]),
    ],
)
def test_what_browsers_send_is_let_in(given: str, sent: list[str]) -> None:
    origins = read_origins(given, OWN_PORT)
    for origin in sent:
        assert check_allowlist(origin, origins)
    for origin in ("evil.example", "bank.fr.evil.example", "bank.fr:9999", "evil.example:5006"):
        assert not check_allowlist(origin, origins)


def test_nothing_given_is_nothing_more() -> None:
    assert read_origins(" , ", OWN_PORT) == []


@pytest.mark.parametrize(
    "given",
    [
        "ftp://bank.fr",
        "https//bank.fr",
        "http:/bank.fr",
        "bank.fr/credit",
        "bank.fr:",
        "bank.fr:0",
        "bank.fr:+80",
        "bank.fr:65536",
        "bank.fr:https",
        "bank.fr:８０",
        "user:word@bank.fr",
        "https://",
        ":5006",
        "bank..fr",
        "-bank.fr",
        "1.2.3",
        "256.0.0.1",
        "[::1",
        "::1]:80",
        "[bank.fr]",
        "straße.de",
        "b%41nk.fr",
        "a;b",
        "<script>",
    ],
)
def test_what_is_none_is_refused_in_one_sentence(given: str) -> None:
    with pytest.raises(SettingsError, match=r"^CREDIT_PANEL_ORIGINS holds .*bank\.example:8443") as refused:
        read_origins(given, OWN_PORT)
    assert f"'{given}'" in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("given", ["*", "*:*", "*.fr", "https://*.bank.fr", "bank.fr:*"])
def test_no_pattern_lets_strangers_in(given: str) -> None:
    with pytest.raises(SettingsError, match="other sites' pages"):
        read_origins(given, OWN_PORT)
