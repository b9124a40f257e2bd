"""Identities and stamps always grow."""

from __future__ import annotations

import uuid

from champion_desk.domain.clock import HybridClock
from champion_desk.domain.identity import is_id, new_id


def test_ids_are_version_7_and_sort_by_making() -> None:
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 5000
    assert {uuid.UUID(one).version for one in ids} == {7}
    assert {uuid.UUID(one).variant for one in ids} == {uuid.RFC_4122}
    assert is_id(ids[0])
    assert not is_id("KW15 1AG")


def test_stamps_grow_when_the_clock_jumps_back() -> None:
    now = [1_000_000]
    clock = HybridClock(milliseconds=lambda: now[0])
    first = clock.tick()
    now[0] -= 86_400_000
    second = clock.tick()
    now[0] += 2 * 86_400_000
    third = clock.tick()
    assert first < second < third


def test_stamps_go_on_after_the_last_one_kept_and_after_one_from_elsewhere() -> None:
    clock = HybridClock("0000000f4240.0003", milliseconds=lambda: 5)
    assert clock.tick() == "0000000f4240.0004"
    clock.witness("000000ffffff.0000")
    assert clock.tick() == "000000ffffff.0001"


def test_a_full_counter_moves_the_time_on() -> None:
    clock = HybridClock("000000000064.ffff", milliseconds=lambda: 5)
    assert clock.tick() == "000000000065.0000"
