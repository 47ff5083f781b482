"""The records can be kept in SQLite and in PostgreSQL."""

from __future__ import annotations

import socket
from contextlib import ExitStack, closing
from pathlib import Path

from sqlalchemy import create_engine, inspect, text

from tests.databases import PostgresqlServer
from walktalk_data.records.database import connect_database
from walktalk_data.records.tables import metadata


def test_every_table_can_be_made_in_a_new_and_empty_database(database_address: str) -> None:
    engine = create_engine(database_address)
    assert inspect(engine).get_table_names() == []
    metadata.create_all(engine)
    assert set(inspect(engine).get_table_names()) == set(metadata.tables)
    engine.dispose()


def test_readers_of_a_file_one_after_the_other_use_one_connection_however_many_there_once_were(tmp_path: Path) -> None:
    engine = connect_database(f"sqlite:///{tmp_path / 'walks.sqlite'}").engine
    with ExitStack() as at_once:
        several = {id(at_once.enter_context(engine.connect()).connection.dbapi_connection) for _ in range(5)}
    assert len(several) == 5
    used = set()
    for _ in range(10):
        with engine.connect() as connection:
            used.add(id(connection.connection.dbapi_connection))
    assert len(used) == 1
    assert used < several
    engine.dispose()


def test_a_database_is_dropped_even_while_someone_is_connected_to_it(postgresql_server: PostgresqlServer) -> None:
    with postgresql_server.new_database() as address:
        engine = create_engine(address)
        left_open = engine.connect()
        left_open.execute(text("SELECT 1"))
    names = words_of(postgresql_server, "SELECT datname FROM pg_database WHERE NOT datistemplate")
    assert address.rpartition("/")[2] not in names
    left_open.invalidate()
    left_open.close()
    engine.dispose()


def test_postgresql_sorts_words_as_people_do_so_that_code_relying_on_byte_order_is_found(
    postgresql_server: PostgresqlServer,
) -> None:
    listed = "SELECT word FROM (VALUES ('cherry'), ('apple'), ('Banana')) AS w (word) ORDER BY word"
    assert words_of(postgresql_server, listed) == ["apple", "Banana", "cherry"]


def words_of(server: PostgresqlServer, query: str) -> list[str]:
    with server.new_database() as address:
        engine = create_engine(address)
        with engine.connect() as connection:
            words = [str(word) for word in connection.scalars(text(query))]
        engine.dispose()
    return words


def test_what_is_sent_to_postgresql_is_sent_at_once(postgresql_server: PostgresqlServer) -> None:
    with (
        postgresql_server.new_database() as address,
        closing(connect_database(address)) as database,
        closing(database.engine.raw_connection()) as connection,
    ):
        at_server = connection.driver_connection._usock  # type: ignore[union-attr]  # pg8000's own
        assert at_server.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
