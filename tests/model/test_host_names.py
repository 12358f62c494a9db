"""Names of sources of which only the host is known."""

from __future__ import annotations

import subprocess
import sys

import pytest

from digest.model.host_names import name_at


@pytest.mark.parametrize(("host", "name"), [
    ("nytimes.com", "The New York Times"),
    ("harbour-times.co.uk", "Harbour Times"),
    ("www.harbourtimes.example", "Harbourtimes"),
    ("news.example.com.au", "Example"),
    ("xqz.example", "XQZ"),
    ("blog.example.co.uk", "blog.example"),
    ("xn--e1afmkfd.xn--p1ai", "Пример"),
    ("localhost", "localhost"),
    ("192.168.0.1", "192.168.0.1"),
    ("co.uk", "Co"),
])  # fmt: skip
def test_a_host_without_its_public_suffix_is_a_name(host: str, name: str) -> None:
    assert name_at(host) == name


def test_the_list_of_suffixes_is_only_loaded_for_long_hosts() -> None:
    code = (
        "import sys; from digest.model.host_names import name_at; name_at('harbour.example'); name_at('nytimes.com');"
        "print('publicsuffixlist' in sys.modules); name_at('a.harbour.example'); print('publicsuffixlist' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).split() == ["False", "True"]
