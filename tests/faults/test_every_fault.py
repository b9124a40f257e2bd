"""The short form of every fault: a few tries of each, in every run of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import outcome
from tests.faults.outcome import Control, Outcome, faults

FAULTS = faults()


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_lost_and_nothing_is_corrupt(name: str, tmp_path: Path) -> None:
    ended = outcome.in_own_process(name, FAULTS[name].SHORT, tmp_path)
    if ended.skipped and not ended.tries:
        pytest.skip(ended.skipped)
    assert ended.good, "\n" + outcome.table([ended])


def test_every_fault_says_what_it_is() -> None:
    for module in FAULTS.values():
        assert module.NAME
        assert 0 < module.SHORT <= module.LONG


def test_a_control_that_does_not_fail_is_a_failure() -> None:
    blind = Outcome("power cut", 10, controls=(Control("OFF", 10, 0),))
    assert not blind.good
    assert "DID NOT FAIL" in outcome.table([blind])
    assert Outcome("power cut", 10, controls=(Control("OFF", 10, 3),)).good


def test_what_was_lost_or_corrupt_or_never_tried_is_not_good() -> None:
    assert not Outcome("kill", 10, lost=1).good
    assert not Outcome("kill", 10, corrupt=1).good
    assert not Outcome("kill", 0).good
    assert outcome.from_json(outcome.to_json(Outcome("kill", 10, 1, facts=("a",)))).lost == 1
