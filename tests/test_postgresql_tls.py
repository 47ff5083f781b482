"""A PostgreSQL server on another machine is spoken to by TLS alone, and only where its certificate says who it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.databases import MortalServer, run_mortal_postgresql
from tests.drawn_records import new_database
from tests.https_relay import make_certificate
from walktalk_data.records.database import CannotOpen, connect_database

VARIABLE = "WALKTALK_DATABASE_CA"


@pytest.fixture(scope="module")
def plain() -> Iterator[MortalServer]:
    with run_mortal_postgresql() as server:
        yield server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("trusted"))


@pytest.fixture(scope="module")
def server(plain: MortalServer, certificate: Path) -> MortalServer:
    plain.speak_tls(certificate)
    return plain


def is_hidden(address: str) -> bool:
    """Whether nobody between can read what is asked and answered."""
    with closing(connect_database(address)) as database, database.engine.connect() as connection:
        return bool(connection.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).scalar_one())


# Before the server is told to speak TLS.
def test_a_server_that_speaks_no_tls_is_refused_where_it_must(
    plain: MortalServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with plain.new_database() as address:
        assert not is_hidden(address)
        monkeypatch.setenv(VARIABLE, str(certificate))
        with closing(connect_database(address)) as database, pytest.raises(CannotOpen, match="Server refuses SSL"):
            database.about()


def test_a_server_whose_certificate_is_trusted_is_spoken_to_and_nobody_reads_along(
    server: MortalServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(certificate))
    with server.new_database() as address:
        assert is_hidden(address)
        with closing(new_database(address)) as database:
            assert database.about() is not None


def test_one_that_nobody_vouches_for_is_not_spoken_to(
    server: MortalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(make_certificate(tmp_path)))
    with server.new_database() as address, closing(connect_database(address)) as database:
        with pytest.raises(CannotOpen, match=f"not one to trust by {VARIABLE}: self-signed certificate") as refused:
            database.about()
        assert "password" not in str(refused.value)


def test_the_certificate_is_of_that_server_and_no_other(
    server: MortalServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(certificate))
    with server.new_database() as address:
        elsewhere = address.replace("127.0.0.1", "localhost")
        with closing(connect_database(elsewhere)) as database, pytest.raises(CannotOpen, match="Hostname mismatch"):
            database.about()


@pytest.mark.parametrize(("written", "said"), [(None, "there is no such file"), ("nothing", "no certificate that can be read")])
def test_a_file_that_vouches_for_nobody_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str | None, said: str
) -> None:
    file = tmp_path / "ca.pem"
    if written is not None:
        file.write_text(written)
    monkeypatch.setenv(VARIABLE, str(file))
    with pytest.raises(CannotOpen, match=said):
        connect_database("postgresql://walktalk@192.0.2.1/walktalk")


def test_on_the_same_machine_by_the_socket_there_is_nobody_to_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none.pem"))
    connect_database("postgresql://walktalk@/walktalk?unix_sock=/var/run/postgresql/.s.PGSQL.5432").close()
