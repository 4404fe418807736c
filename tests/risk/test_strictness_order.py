"""The order of the rows is of no matter, to the last bit."""

from __future__ import annotations

import numpy as np

from zhuangjian.engines.risk.strictness import strictness
from zhuangjian.engines.risk.strictness_adjust import adjust


def test_shuffled_rows_give_the_same_adjusted_rates_bit_for_bit() -> None:
    random = np.random.default_rng(5)
    who = random.choice(["甲", "乙", "丙", "丁"], 400)
    found = (random.random(400) < 0.3).astype(int)
    kind = random.choice(["x", "y", "z"], 400)
    party = random.choice([f"P{number}" for number in range(40)], 400)

    def rates(order: np.ndarray) -> list[list[float]]:
        estimate = strictness(
            who[order].tolist(), found[order].tolist(), None, {"kind": kind[order].tolist()}
        )
        found_rates = adjust(estimate, party[order].tolist())
        return [list(found_rates.rate), list(found_rates.low), list(found_rates.excess)]

    straight = rates(np.arange(400))
    for seed in range(3):
        assert rates(np.random.default_rng(seed).permutation(400)) == straight
