"""Whole matters in the hands of chance: whatever is done, in whatever order, by whomever, the rules hold."""

from __future__ import annotations

import os

import pytest

from tests.machine.driver import Machine

pytestmark = pytest.mark.django_db
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
STEPS, SEEDS = (1500, 8) if THOROUGH else (150, 1)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_acts_by_random_people_break_no_rule_and_every_matter_can_end(world, seed):
    machine = Machine(world, seed)
    machine.begin_each()
    machine.run(STEPS)
    assert machine.said["done"] >= STEPS // 10
    left = machine.end_all()
    assert not left, "\n".join(left)
