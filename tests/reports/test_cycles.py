"""Much is made without a search for cycles, and the collector is as it was afterwards."""

from __future__ import annotations

import gc

import pytest

from reports.cycles import no_search_for_cycles


def test_the_collector_is_on_again_afterwards() -> None:
    with no_search_for_cycles():
        inside = gc.isenabled()

    assert not inside
    assert gc.isenabled()


def test_the_collector_is_on_again_after_a_failure() -> None:
    with pytest.raises(RuntimeError), no_search_for_cycles():
        raise RuntimeError

    assert gc.isenabled()


def test_who_has_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with no_search_for_cycles():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
