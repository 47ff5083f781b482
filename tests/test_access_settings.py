"""The settings of signing in: read, and each fault said to the person who can mend it; what must not be served is not."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.browser import PROJECT
from walktalk_data.access import settings
from walktalk_data.access.settings import SignIn, WrongSettings, read_sign_in
from walktalk_data.serving.start import CannotServe, read_serving

TENANT = "https://login.microsoftonline.com/9d3e1f60-0000-4000-8000-000000000000/v2.0"
SOUND = f"""
[auth]
redirect_uri = "https://walks.example.police.uk/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"

[auth.police]
client_id = "a"
client_secret = "b"
server_metadata_url = "{TENANT}/.well-known/openid-configuration"

[walktalk]
groups_claim = "roles"
"""


def read(folder: Path, written: str, **environment: str) -> SignIn | None:
    file = folder / "secrets.toml"
    file.write_text(written)
    return read_sign_in({"WALKTALK_SIGN_IN": str(file), **environment})


def test_sound_settings_name_the_origin_and_each_providers_issuer(tmp_path: Path) -> None:
    settings = read(tmp_path, SOUND, WALKTALK_IDLE_MINUTES="20")
    assert settings == SignIn(
        tmp_path / "secrets.toml", "https://walks.example.police.uk", {"police": TENANT}, "roles", timedelta(minutes=20)
    )
    assert settings
    assert settings.is_https


def test_a_provider_written_straight_under_auth_is_the_default(tmp_path: Path) -> None:
    settings = read(tmp_path, SOUND.replace("\n[auth.police]", ""))
    assert settings
    assert settings.issuers == {"default": TENANT}


def test_no_file_or_other_secrets_alone_is_no_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_serving({}).sign_in is None
    default = tmp_path / "secrets.toml"
    default.write_text('other = "x"')
    monkeypatch.setattr(settings, "DEFAULT_FILE", default)
    assert read_sign_in({}) is None


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("0123456789abcdef0123456789abcdef", "short", "cookie_secret is missing or shorter than 32"),
        ("https://walks.example.police.uk/oauth2callback", "https://walks.example.police.uk/", "with /oauth2callback behind it"),
        ("https://walks.example.police.uk/", "http://walks.example.police.uk/", "Serve the dashboard over https"),
        ('client_secret = "b"', "", "the provider “police” has no client_secret"),
        ("/.well-known/openid-configuration", "/config", "must end in /.well-known/openid-configuration"),
        ("https://login.microsoftonline.com", "http://login.example", "must begin with https://"),
        ("9d3e1f60-0000-4000-8000-000000000000", "common", "lets in people of any organisation"),
        ("[auth.police]", "[auth.met_police]", "has an underscore"),
        ("[walktalk]", "[walktalk", "cannot be read: Expected"),
        ("[auth.police]", "[police]", "names no provider"),
    ],
)
def test_a_fault_is_said_with_what_to_write(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    assert was in SOUND
    with pytest.raises(WrongSettings, match=said.replace("(", r"\(")) as fault:
        read(tmp_path, SOUND.replace(was, becomes))
    assert "client_secret = " not in str(fault.value)


def test_a_file_of_another_kind_is_refused_for_streamlit_would_take_it_for_a_folder(tmp_path: Path) -> None:
    other = tmp_path / "secrets"
    other.write_text("")
    with pytest.raises(WrongSettings, match=r"ends in \.toml"):
        read_sign_in({"WALKTALK_SIGN_IN": str(other)})


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="there is no such file"):
        read_sign_in({"WALKTALK_SIGN_IN": str(tmp_path / "none.toml")})


def test_a_file_that_is_named_must_say_how_people_sign_in(tmp_path: Path) -> None:
    """Else a server whose file is still empty would answer whoever is on its machine, as a laptop does."""
    for written in ("", 'other = "x"'):
        with pytest.raises(WrongSettings, match=r"has no \[auth\]: nobody could sign in"):
            read(tmp_path, written)


@pytest.mark.parametrize("written", ["0", "-5", "an hour", "1441", "٣"])
def test_an_idle_time_that_is_none_is_said(tmp_path: Path, written: str) -> None:
    with pytest.raises(WrongSettings, match="whole minutes from 1 to 1440"):
        read(tmp_path, SOUND, WALKTALK_IDLE_MINUTES=written)


EVERYWHERE = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize("address", [EVERYWHERE, "::", "192.0.2.7", "walks.example"])
def test_without_sign_in_nothing_but_this_machine_is_served(address: str) -> None:
    with pytest.raises(CannotServe, match="Set up sign-in"):
        read_serving({"WALKTALK_ADDRESS": address})


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.0.0.9"])
def test_this_machine_goes_by_several_names(address: str) -> None:
    assert read_serving({"WALKTALK_ADDRESS": address}).address == address


def test_with_sign_in_any_address_may_be_served(tmp_path: Path) -> None:
    read(tmp_path, SOUND)
    environment = {"WALKTALK_SIGN_IN": str(tmp_path / "secrets.toml"), "WALKTALK_ADDRESS": EVERYWHERE}
    assert read_serving({**environment, "WALKTALK_PROXY": "192.0.2.1, ::1"}).proxies == ("192.0.2.1", "::1")
    with pytest.raises(CannotServe, match="Write the proxy's own address"):
        read_serving({**environment, "WALKTALK_PROXY": "*"})


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("WALKTALK_")}
    return subprocess.run(
        [sys.executable, "serve.py"],
        cwd=PROJECT,
        env={**own, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_serve_py_ends_with_plain_words_where_it_must_not_serve(tmp_path: Path) -> None:
    ended = start(WALKTALK_ADDRESS=EVERYWHERE)
    assert ended.returncode == 1
    assert ended.stderr.startswith("WALKTALK_ADDRESS is 0.0.0.0, which other machines can reach, and no sign-in is set up")
    assert "Traceback" not in ended.stderr
    file = tmp_path / "secrets.toml"
    file.write_text(SOUND.replace("client_id", "id"))
    ended = start(WALKTALK_SIGN_IN=str(file))
    assert ended.returncode == 1
    assert "the provider “police” has no client_id" in ended.stderr
    assert "Traceback" not in ended.stderr
