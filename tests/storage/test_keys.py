"""Key slots: who gets in, and what never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from champion_desk.domain.problems import Problem
from champion_desk.storage import keys


@pytest.fixture
def ring_and_key() -> tuple[keys.Keyring, bytes]:
    ring, key = keys.new_keyring("desk-1", "Kirkwall Library")
    ring = keys.with_champion(ring, key, "c1", "Mairi", "kettle harbour lantern")
    return keys.with_champion(ring, key, "c2", "Ewan", "marble otter candle"), key


def test_slots_are_sealed_by_argon2id_at_the_strength_of_rfc_9106(full_keys: None) -> None:
    ring, key = keys.new_keyring("desk-1", "Kirkwall Library")
    ring = keys.with_champion(ring, key, "c1", "Mairi", "kettle harbour lantern")
    kdf = ring.slots[0].kdf
    assert (kdf["name"], kdf["passes"], kdf["memory_kib"], kdf["lanes"]) == ("argon2id", 3, 65536, 4)
    assert keys.open_with_passphrase(ring, "kettle harbour lantern")[0] == key


def test_each_champion_opens_their_own_slot(ring_and_key: tuple[keys.Keyring, bytes]) -> None:
    ring, key = ring_and_key
    assert keys.open_with_passphrase(ring, " marble  otter candle ", "c2")[0] == key
    with pytest.raises(Problem, match="wrong-passphrase"):
        keys.open_with_passphrase(ring, "marble otter candle", "c1")
    assert keys.open_with_passphrase(ring, "marble otter candle")[1].name == "Ewan"


def test_a_leaver_is_out_at_once(ring_and_key: tuple[keys.Keyring, bytes]) -> None:
    ring, _ = ring_and_key
    with pytest.raises(Problem, match="wrong-passphrase"):
        keys.open_with_passphrase(keys.without_champion(ring, "c2"), "marble otter candle")


def test_the_recovery_key_opens_typed_carelessly_and_a_new_one_ends_the_old(
    ring_and_key: tuple[keys.Keyring, bytes],
) -> None:
    ring, key = ring_and_key
    recovery = keys.new_recovery_key()
    ring = keys.with_recovery(ring, key, recovery)
    careless = recovery.lower().replace("0", "o").replace("1", "l").replace(" ", "-")
    assert keys.open_with_recovery(ring, careless) == key
    ring = keys.with_recovery(ring, key, keys.new_recovery_key())
    with pytest.raises(Problem, match="wrong-recovery-key"):
        keys.open_with_recovery(ring, recovery)


def test_a_slot_moved_to_another_desk_does_not_open(ring_and_key: tuple[keys.Keyring, bytes]) -> None:
    ring, _ = ring_and_key
    other, _ = keys.new_keyring("desk-2", "Elsewhere")
    moved = keys.Keyring(other.desk_id, other.site, other.check, ring.slots)
    with pytest.raises(Problem, match="wrong-passphrase"):
        keys.open_with_passphrase(moved, "marble otter candle")


def test_the_file_holds_no_passphrase_and_no_key(
    tmp_path: Path, ring_and_key: tuple[keys.Keyring, bytes]
) -> None:
    ring, key = ring_and_key
    keys.save(tmp_path, ring)
    text = (tmp_path / keys.FILE).read_bytes()
    assert b"otter" not in text
    assert key not in text
    assert key.hex().encode() not in text
    assert keys.load(tmp_path) == ring


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b"\xff\xfe\x00", b'{"format": "x"}'])
def test_a_damaged_file_is_a_known_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / keys.FILE).write_bytes(content)
    with pytest.raises(Problem, match="keys-damaged"):
        keys.load(tmp_path)


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / keys.FILE).write_bytes(b'{"format": 99}')
    with pytest.raises(Problem, match="store-newer"):
        keys.load(tmp_path)


def test_wrong_tries_make_the_wait_grow_across_restarts(tmp_path: Path) -> None:
    assert keys.WrongTries(tmp_path).wait() == 0
    waits = []
    for _ in range(3):
        keys.WrongTries(tmp_path).wrong()
        waits.append(keys.WrongTries(tmp_path).wait())
    assert 0 < waits[0] <= 1 < waits[1] <= 2 < waits[2] <= 4
    keys.WrongTries(tmp_path).right()
    assert keys.WrongTries(tmp_path).wait() == 0


def test_a_passphrase_is_the_same_from_every_keyboard() -> None:
    ring, key = keys.new_keyring("desk-1", "Kirkwall Library")
    ring = keys.with_champion(ring, key, "c1", "Mairi", "t\u0177 g\u00e0idhlig lantern")
    assert keys.open_with_passphrase(ring, "ty\u0302 ga\u0300idhlig lantern")[0] == key


def test_a_passphrase_with_broken_letters_is_wrong_and_no_fault(
    ring_and_key: tuple[keys.Keyring, bytes],
) -> None:
    with pytest.raises(Problem, match="wrong-passphrase"):
        keys.open_with_passphrase(ring_and_key[0], "caf\udce9")


def test_any_harm_to_the_file_is_a_known_problem(
    tmp_path: Path, ring_and_key: tuple[keys.Keyring, bytes]
) -> None:
    data = keys.to_bytes(ring_and_key[0])
    for place in range(len(data)):
        for sign in b'9"aA':
            harmed = data[:place] + bytes([sign]) + data[place + 1 :]
            try:
                ring = keys.from_bytes(harmed, tmp_path)
                if b"memory_kib" in harmed and place % 9 == 0:  # each of these takes a while
                    keys.open_with_passphrase(ring, "kettle harbour lantern")
            except Problem:
                pass


@pytest.mark.parametrize(
    ("part", "harm"),
    [
        ('"memory_kib": 64', '"memory_kib": 99999999999'),
        ('"passes": 3', '"passes": 4000000000'),
        ('"lanes": 4', '"lanes": 0'),
        ('"site": "Kirkwall Library"', '"site": 7'),
        ('"name": "Mairi"', '"name": ["Mairi"]'),
    ],
)
def test_a_file_that_asks_for_nonsense_is_damaged(
    tmp_path: Path, ring_and_key: tuple[keys.Keyring, bytes], part: str, harm: str
) -> None:
    text = keys.to_bytes(ring_and_key[0]).decode()
    assert part in text
    with pytest.raises(Problem, match="keys-damaged"):
        keys.from_bytes(text.replace(part, harm).encode(), tmp_path)


def test_thousands_of_wrong_tries_still_end_in_a_wait(tmp_path: Path) -> None:
    (tmp_path / "tries.json").write_text('{"count": 5000, "at": 0}', encoding="utf-8")
    assert keys.WrongTries(tmp_path).wait() == 0
    keys.WrongTries(tmp_path).wrong()
    assert 59 < keys.WrongTries(tmp_path).wait() <= 60


def test_a_wrong_try_that_can_not_be_noted_is_still_only_a_wrong_try(tmp_path: Path) -> None:
    keys.WrongTries(tmp_path / "not-there").wrong()
