"""The planner against how such plans are usually made, and how it grows.

Without arguments: one problem in which time is short, planned three ways under the same hard rules —
  planner   this engine, for a fixed number of rounds
  by risk   the list ordered by risk, each at the nearest base's first possible day, until capacity ends
  by quota  the districts in turn, each by its list, until capacity ends
and printed as ratios to the planner in the same run: risk covered, travel for each visit, burden for each party.

``--growth FILE [PARTIESxINSPECTORS …]`` measures seconds, memory and gap by size, each in a process of its own, and adds
a line of JSON for each to FILE; ``--plot FILE OUT.svg`` draws it.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any

from zhuangjian.engines.planner import Plan, Problem, Progress, example, solve, verify
from zhuangjian.engines.planner.board import make_board
from zhuangjian.engines.planner.placing import allowed_days, may_put
from zhuangjian.engines.planner.solve import digest
from zhuangjian.engines.planner.state import State
from zhuangjian.engines.planner.teams import choose_team
from zhuangjian.engines.planner.writing import write_plan

PARTIES, INSPECTORS, TIGHTNESS, ROUNDS = 400, 80, 1.5, 600
SIZES = ("100x20", "300x60", "1000x200", "3000x300", "10000x400")
BUDGET = {100: 20.0, 300: 30.0, 1000: 60.0, 3000: 60.0, 10000: 100.0, 100000: 440.0}


def first_fit(state: State, wish: int) -> bool:
    """What a clerk does: into the party's visit if there is one in the window, else the nearest base's first day that fits."""
    board = state.board
    party, low, high = int(board.party[wish]), int(board.low[wish]), int(board.high[wish])
    if low > high or not board.near.shape[1]:
        return False
    for day, key, stop in state.visits[party]:
        if low <= day <= high and not stop.off:
            joined = state.stop_for(party, (*stop.wishes, wish), False)
            others = tuple(joined if s == stop else s for s in state.outings[key].stops)
            if _replace(state, key, others):
                return True
    stop = state.stop_for(party, (wish,), False)
    base, need = int(board.near[party, 0]), int(board.need[wish])
    book = state.books[base]
    for offset in allowed_days(state, stop, low, high).nonzero()[0].tolist():
        day = low + offset
        rows = ((book.day[: book.top] == day) & (book.slack[: book.top] >= stop.minutes)).nonzero()[0]
        if any(
            _replace(state, int(book.key[r]), (*state.outings[int(book.key[r])].stops, stop)) for r in rows
        ):
            return True
        if state.officers[base, day] >= board.team_min and state.leaders[base, day]:
            team = choose_team(state, base, day, need, (party,), 0.0)
            if team is not None:
                outing = state.outing(day, base, team, (stop,))
                if may_put(state, outing):
                    state.put(outing)
                    return True
    return False


def _replace(state: State, key: int, stops: tuple[Any, ...]) -> bool:
    before = state.drop(key)
    after = state.outing(before.day, before.base, before.team, stops)
    if may_put(state, after):
        state.put(after)
        return True
    state.put(before, key)
    return False


def by_risk(state: State) -> list[int]:
    """Wishes in falling order of their parties' risk."""
    parties = state.board.problem.parties
    return sorted(range(len(state.board.wished)), key=lambda w: -parties[state.board.party[w]].risk)


def by_quota(state: State) -> list[int]:
    """One wish of each district in turn, each district in the order of its list."""
    districts: dict[int, list[int]] = {}
    for wish, party in enumerate(state.board.party.tolist()):
        districts.setdefault(int(state.board.district[party]), []).append(wish)
    return [w for turn in zip_longest(*districts.values()) for w in turn if w is not None]


def peer(problem: Problem, order: Callable[[State], Iterable[int]]) -> Plan:
    """The plan a simple order gives, under the same rules."""
    state = State(make_board(problem))
    for wish in order(state):
        first_fit(state, wish)
    return write_plan(state, digest(problem), 0, 0, "iterations", state.total() + 1e-6, ())


def measures(problem: Problem, plan: Plan) -> dict[str, float]:
    """Risk covered, travel person-hours for each visit, visits and hours on site for each party visited."""
    assert not [v for v in verify(problem, plan) if v.code not in ("wrong_gap", "bound_below")]
    terms = {t.name: t.amount for t in plan.terms}
    visited = {v.party for v in plan.visits}
    return {
        "risk_covered": terms["risk"],
        "objective": plan.objective,
        "travel_per_visit": terms["travel"] / max(1, len(plan.visits)),
        "visits_per_party": len(plan.visits) / max(1, len(visited)),
        "hours_per_served_wish": sum(v.hours for v in plan.visits)
        / max(1, sum(len(v.wishes) for v in plan.visits)),
        "weeks_late": terms["lateness"],
        "unmet": float(len(plan.unmet)),
    }


def compare() -> None:
    """Print the three plans and the ratios."""
    problem = example(PARTIES, INSPECTORS, 1, tightness=TIGHTNESS)
    made = solve(problem, rounds=ROUNDS)
    ours = measures(problem, made)
    peers = {"by risk": by_risk, "by quota": by_quota}
    rows = {"planner": ours} | {
        name: measures(problem, peer(problem, order)) for name, order in peers.items()
    }
    print(
        f"{PARTIES} parties, {INSPECTORS} inspectors, tightness {TIGHTNESS}; bound gap {made.gap_percent:.2f} %"
    )
    print(f"{'':24}" + "".join(f"{name:>12}" for name in rows) + "   risk/ours  quota/ours")
    for key in ours:
        values = [row[key] for row in rows.values()]
        ratios = [f"{value / ours[key]:10.3f}" if ours[key] else "         –" for value in values[1:]]
        print(f"{key:24}" + "".join(f"{value:12.2f}" for value in values) + "  " + "  ".join(ratios))


def measure(size: str) -> dict[str, Any]:
    """One size: seconds to the first plan, seconds and gap at the end, peak memory."""
    parties, inspectors = (int(part) for part in size.split("x"))
    problem = example(parties, inspectors, 1)
    begun, first = time.monotonic(), [0.0, 0.0]

    def progress(step: Progress) -> None:
        if step.phase == "improve" and not first[0]:
            first[:] = [time.monotonic() - begun, step.gap_percent]

    budget = BUDGET.get(parties, 60.0)
    plan = solve(problem, rounds=10**9, stop=lambda: time.monotonic() - begun > budget, progress=progress)
    seconds = time.monotonic() - begun
    begun = time.monotonic()
    return {
        "parties": parties,
        "inspectors": inspectors,
        "first_plan_seconds": round(first[0], 1),
        "first_gap_percent": round(first[1], 3),
        "seconds": round(seconds, 1),
        "gap_percent": round(plan.gap_percent, 3),
        "visits": len(plan.visits),
        "unmet": len(plan.unmet),
        "violations": len(verify(problem, plan)),
        "verify_seconds": round(time.monotonic() - begun, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def growth(file: Path, sizes: Iterable[str]) -> None:
    """Measure each size in its own process and add the lines to ``file``."""
    for size in sizes:
        line = subprocess.run(
            [sys.executable, __file__, "--measure", size], capture_output=True, text=True, check=True
        ).stdout.strip()
        print(line, flush=True)
        with file.open("a") as out:
            out.write(line + "\n")


def plot(file: Path, out: Path) -> None:
    """Two log–log curves side by side: seconds and memory by number of parties."""
    rows = sorted(
        (json.loads(line) for line in file.read_text().splitlines()), key=lambda row: row["parties"]
    )
    panels = [
        ("首个完整计划 秒", "first_plan_seconds", 60),
        ("内存峰值 MB", "peak_mb", 400),
        ("结束时差距 %", "gap_percent", 740),
    ]
    parts = [_panel(title, [(row["parties"], row[key]) for row in rows], x) for title, key, x in panels]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1060 300" font-family="sans-serif" font-size="12">'
    out.write_text(head + '<rect width="1060" height="300" fill="white"/>' + "".join(parts) + "</svg>\n")


def _panel(title: str, points: list[tuple[float, float]], left: int) -> str:
    wide, high, bottom = 260, 210, 250
    xs, ys = [math.log10(x) for x, _ in points], [math.log10(max(y, 1e-3)) for _, y in points]
    low_x, high_x = math.floor(min(xs)), math.ceil(max(xs))
    low_y, high_y = math.floor(min(ys)), max(math.ceil(max(ys)), math.floor(min(ys)) + 1)

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            left + wide * (x - low_x) / max(1, high_x - low_x),
            bottom - high * (y - low_y) / (high_y - low_y),
        )

    lines = [f'<text x="{left}" y="24" font-size="14" fill="#222">{title}</text>']
    for x in range(low_x, high_x + 1):
        here, _ = at(x, low_y)
        lines.append(f'<path d="M{here:.1f} {bottom}V{bottom - high}" stroke="#e3e3e3"/>')
        lines.append(
            f'<text x="{here:.1f}" y="{bottom + 16}" text-anchor="middle" fill="#555">{10**x:,}</text>'
        )
    for y in range(low_y, high_y + 1):
        _, here = at(low_x, y)
        lines.append(f'<path d="M{left} {here:.1f}H{left + wide}" stroke="#e3e3e3"/>')
        lines.append(
            f'<text x="{left - 6}" y="{here + 4:.1f}" text-anchor="end" fill="#555">{10.0**y:g}</text>'
        )
    spots = [at(x, y) for x, y in zip(xs, ys, strict=True)]
    path = " ".join(f"{'M' if n == 0 else 'L'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(spots))
    lines.append(f'<path d="{path}" fill="none" stroke="#206bc4" stroke-width="2"/>')
    for (x, y), (_, value) in zip(spots, points, strict=True):
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#206bc4"/>')
        lines.append(f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" fill="#222">{value:g}</text>')
    lines.append(
        f'<text x="{left + wide / 2}" y="{bottom + 36}" text-anchor="middle" fill="#555">对象数</text>'
    )
    return "".join(lines)


def main(words: list[str]) -> None:
    """The command line described above."""
    if not words:
        compare()
    elif words[0] == "--measure":
        print(json.dumps(measure(words[1])))
    elif words[0] == "--growth":
        growth(Path(words[1]), words[2:] or SIZES)
    elif words[0] == "--plot":
        plot(Path(words[1]), Path(words[2]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
