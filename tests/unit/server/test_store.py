"""The folder of a local graph keeps its password to its owner and its record whole."""

import hashlib
import os
import sys
import time
from pathlib import Path

import pytest

from supplygraph.errors import ServerError
from supplygraph.server.store import Running, Store

RECORD = Running(1, 2, 3, 4, True, 5.0, 6.0, "2026.08.1", "25")

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "graph")
    made.create()
    return made


@posix
def test_only_the_owner_can_read_the_folder_and_the_password(store: Store) -> None:
    old = os.umask(0)
    try:
        store.prepare_password()
    finally:
        os.umask(old)
    assert store.root.stat().st_mode & 0o777 == 0o700
    assert store.home.stat().st_mode & 0o777 == 0o700
    assert store.password_file.stat().st_mode & 0o777 == 0o600
    assert (store.home / "data" / "dbms" / "auth.ini").stat().st_mode & 0o777 == 0o600


def test_two_stores_have_different_long_passwords(tmp_path: Path) -> None:
    passwords = set()
    for name in ("a", "b"):
        store = Store(tmp_path / name)
        store.create()
        store.prepare_password()
        passwords.add(store.password())
    assert len(passwords) == 2
    assert all(len(password) >= 32 for password in passwords)


def test_neo4j_is_told_a_hash_and_never_the_password(store: Store) -> None:
    store.prepare_password()
    user, credentials, _ = (store.home / "data" / "dbms" / "auth.ini").read_text(encoding="utf-8").split(":")
    algorithm, digest, salt, rounds = credentials.split(",")
    found = hashlib.sha256(bytes.fromhex(salt) + store.password().encode()).digest()
    for _ in range(int(rounds) - 1):
        found = hashlib.sha256(found).digest()
    assert (user, algorithm, digest) == ("neo4j", "SHA-256", found.hex())
    assert store.password() not in credentials


def test_the_password_of_a_graph_that_exists_is_kept(store: Store) -> None:
    store.prepare_password()
    before = store.password()
    store.prepare_password()
    (store.home / "data" / "databases" / "system").mkdir(parents=True)
    store.password_file.unlink()
    store.prepare_password()
    assert not store.password_file.exists()
    assert len(before) >= 32


def test_a_lost_password_file_is_one_clear_line(store: Store) -> None:
    with pytest.raises(ServerError, match="password") as caught:
        store.password()
    assert str(store.root) in (caught.value.hint or "")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "more": 2}'])
def test_a_record_that_makes_no_sense_is_no_record(store: Store, text: str) -> None:
    store.record.write_text(text, encoding="utf-8")
    assert store.read() is None


def test_a_record_is_read_as_it_was_written(store: Store) -> None:
    assert store.read() is None
    store.write(RECORD)
    assert store.read() == RECORD
    assert [path.name for path in store.root.glob("*.part")] == []


def test_a_use_is_remembered(store: Store) -> None:
    assert store.last_use() == 0
    store.touch()
    first = store.last_use()
    assert abs(time.time_ns() - first) < 60e9
    time.sleep(0.002)
    store.touch()
    assert store.last_use() > first


def test_its_size_is_that_of_all_its_files(store: Store) -> None:
    before = store.size()
    (store.home / "data" / "nodes").write_bytes(b"x" * 1000)
    assert store.size() == before + 1000
