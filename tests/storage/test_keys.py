"""Key slots: who gets in, and what never does."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

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
    ring, key = ring_and_key
    with pytest.raises(Problem, match="wrong-passphrase"):
        keys.open_with_passphrase(keys.without_champion(ring, key, "c2"), "marble otter candle")


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
        ('"kind": "champion"', '"kind": "someone"'),
        ('"champion_id": "c1"', '"champion_id": ""'),
        ('"mac": "', '"mac": "AAAA'),
        ('"public": "', '"public": "AAAA'),
        ('"wrapped": "', '"wrapped": "!'),
        ('"format": 2', '"format": 1'),
        ('"format": 2', '"format": 0'),
    ],
)
def test_a_file_that_asks_for_nonsense_is_damaged(
    tmp_path: Path, ring_and_key: tuple[keys.Keyring, bytes], part: str, harm: str
) -> None:
    text = keys.to_bytes(ring_and_key[0]).decode()
    assert part in text
    with pytest.raises(Problem, match="keys-damaged"):
        keys.from_bytes(text.replace(part, harm).encode(), tmp_path)


FIRST = Path(__file__).parents[1] / "upgrades" / "0001"


def _first_ring() -> tuple[keys.Keyring, dict[str, Any]]:
    ring = keys.from_bytes((FIRST / keys.FILE).read_bytes(), FIRST / keys.FILE)
    return ring, json.loads((FIRST / "expected.json").read_text(encoding="utf-8"))


def test_a_ring_of_the_first_format_opens_and_is_written_as_it_was() -> None:
    ring, expected = _first_ring()
    key, slot = keys.open_with_passphrase(ring, expected["passphrase"], ring.champions[0].champion_id)
    assert keys.opens(ring, key)
    assert keys.open_with_recovery(ring, expected["recovery_key"]) == key
    assert slot.public
    assert not any(one.public for one in ring.slots)
    assert json.loads(keys.to_bytes(ring)) == json.loads((FIRST / keys.FILE).read_bytes())


def test_a_slot_of_the_first_format_gets_its_key_pair_when_its_owner_unlocks() -> None:
    ring, expected = _first_ring()
    mairi, ewan = ring.champions
    key, slot = keys.open_with_passphrase(ring, expected["passphrase"], mairi.champion_id)
    ring = keys.from_bytes(keys.to_bytes(keys.with_slot(ring, key, slot)), FIRST)
    assert keys.is_trusted(ring, key)
    assert [bool(one.public) for one in ring.champions] == [True, False]
    assert ring.champions[1] == ewan
    again, same = keys.open_with_passphrase(ring, expected["passphrase"], mairi.champion_id)
    assert (again, same) == (key, slot)
    assert keys.open_with_recovery(ring, expected["recovery_key"]) == key


def test_a_new_key_reaches_slots_whose_secrets_nobody_told(
    ring_and_key: tuple[keys.Keyring, bytes],
) -> None:
    ring, key = ring_and_key
    recovery = keys.new_recovery_key()
    ring = keys.with_recovery(ring, key, recovery)
    new = keys.new_key()
    fresh = keys.for_new_key(ring, keys.reached(ring, key, {"c1", "c2"}), new)
    assert keys.open_with_passphrase(fresh, "kettle harbour lantern", "c1")[0] == new
    assert keys.open_with_passphrase(fresh, "marble otter candle", "c2")[0] == new
    assert keys.open_with_recovery(fresh, recovery) == new
    assert keys.is_trusted(fresh, new)
    assert not keys.is_trusted(fresh, key)
    assert not keys.opens(fresh, key)


def test_a_new_key_never_reaches_a_leaver_whose_slot_was_put_back(
    ring_and_key: tuple[keys.Keyring, bytes],
) -> None:
    before, key = ring_and_key
    assert keys.is_trusted(before, key)  # the file as it was before they left
    assert [slot.champion_id for slot in keys.reached(before, key, {"c1"})] == ["c1"]


def test_a_public_key_that_someone_swapped_gets_no_new_key(
    ring_and_key: tuple[keys.Keyring, bytes],
) -> None:
    ring, key = ring_and_key
    other, _key = keys.new_keyring("desk-1", "Kirkwall Library")
    theirs = keys.with_champion(other, key, "c2", "Ewan", "their own words").champions[0]
    for swapped in (replace(ring.slots[1], public=theirs.public), theirs):
        ring = keys.from_bytes(keys.to_bytes(replace(ring, slots=(ring.slots[0], swapped))), Path())
        assert not keys.is_trusted(ring, key)
        assert keys.reached(ring, key, {"c1", "c2"}) == ()
        own = keys.open_with_passphrase(ring, "kettle harbour lantern", "c1")[1]
        assert keys.reached(ring, key, {"c1", "c2"}, own) == (own,)
    with_more = keys.with_champion(ring, key, "c3", "Inga", "basket willow thunder")
    with_more = keys.with_site(keys.without_champion(with_more, key, "c1"), key, "Stromness")
    assert not keys.is_trusted(with_more, key)  # writing to it makes it no better


def test_my_own_public_key_is_worked_out_and_not_believed(
    ring_and_key: tuple[keys.Keyring, bytes],
) -> None:
    ring, key = ring_and_key
    mine, other = ring.slots
    swapped = replace(ring, slots=(replace(mine, public=other.public), other))
    own = keys.open_with_passphrase(swapped, "kettle harbour lantern", "c1")[1]
    assert own.public == mine.public
    new = keys.new_key()
    fresh = keys.for_new_key(swapped, keys.reached(swapped, key, {"c1"}, own), new)
    assert keys.open_with_passphrase(fresh, "kettle harbour lantern", "c1")[0] == new


def test_the_right_passphrase_on_a_harmed_slot_is_no_wrong_passphrase(
    ring_and_key: tuple[keys.Keyring, bytes],
) -> None:
    ring, _ = ring_and_key
    harmed = base64.b64encode(bytes(80)).decode()
    slots = (replace(ring.slots[0], wrapped=harmed), ring.slots[1])
    with pytest.raises(Problem, match="keys-damaged"):
        keys.open_with_passphrase(replace(ring, slots=slots), "kettle harbour lantern", "c1")
    with pytest.raises(Problem, match="wrong-passphrase"):
        keys.open_with_passphrase(replace(ring, slots=slots), "some other words", "c1")


def test_a_check_value_in_odd_letters_is_damage_and_no_fault(
    ring_and_key: tuple[keys.Keyring, bytes],
) -> None:
    ring, key = ring_and_key
    assert not keys.opens(replace(ring, check="\u0177"), key)
    text = keys.to_bytes(ring).decode().replace(ring.check, "\u0177" * 24)
    with pytest.raises(Problem, match="keys-damaged"):
        keys.from_bytes(text.encode(), Path())


def test_of_two_rings_the_one_that_fits_the_store_is_in_force(
    tmp_path: Path, ring_and_key: tuple[keys.Keyring, bytes]
) -> None:
    ring, key = ring_and_key
    following = keys.for_new_key(ring, keys.reached(ring, key, {"c1"}), keys.new_key())
    (tmp_path / "store.db").write_bytes(b"the old store, with its beginning")
    mark = b"the new store, as".hex()[:32]
    keys.save(tmp_path, ring, following, mark)
    assert keys.load(tmp_path) == ring
    (tmp_path / "store.db").write_bytes(b"the new store, as it begins")
    assert keys.load(tmp_path) == following
    keys.settle(tmp_path)
    (tmp_path / "store.db").unlink()
    assert keys.load(tmp_path) == following


@pytest.mark.parametrize("mark", ["", "00", "zz" * 16, "00" * 17])
def test_a_mark_that_is_none_is_damage(
    tmp_path: Path, ring_and_key: tuple[keys.Keyring, bytes], mark: str
) -> None:
    ring, key = ring_and_key
    following = keys.for_new_key(ring, keys.reached(ring, key, {"c1"}), keys.new_key())
    with pytest.raises(Problem, match="keys-damaged"):
        keys.from_bytes(keys.to_bytes(ring, following, mark), tmp_path)
