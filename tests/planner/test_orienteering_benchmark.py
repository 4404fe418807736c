"""Published instances: reading them, measuring against their references, and the command that does it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tests.shared_data import shared_path
from zhuangjian.cli.planner_benchmark import register
from zhuangjian.engines.planner.orienteering import benchmark as bench
from zhuangjian.engines.planner.orienteering.instances import read_instance, read_instances, read_references
from zhuangjian.engines.planner.orienteering.trips import Trips, euclidean
from zhuangjian.engines.rules.answer import Refusal

SMALL = "n 4\nm 2\ntmax 10.0\n0 0 0\n3 4 7\n50 0 9\n0 0 0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Set9").mkdir()
    (tmp_path / "Set9" / "p9.2.a.txt").write_text(SMALL)
    (tmp_path / "Set9" / "p9.2.b.txt").write_text(SMALL.replace("10.0", "9.99"))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "town.txt").write_text(SMALL.replace("10.0", "100"))
    (tmp_path / "LICENSE").write_text("free")
    (tmp_path / "values.txt").write_text("p9.2.a.txt 7\np9.2.b 8\n")
    return tmp_path


def invoke(*words: object):
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["benchmark", *map(str, words)])


def test_an_instance_is_start_sites_end_and_their_scores(folder):
    read = read_instance(folder / "Set9" / "p9.2.a.txt")
    assert read.points == ((0.0, 0.0), (3.0, 4.0), (50.0, 0.0), (0.0, 0.0))
    assert (read.scores, read.trips, read.limit, read.group) == ((7.0, 9.0), 2, 10.0, "9")


def test_the_command_prints_instances_and_sets(folder):
    out = invoke(folder, "--reference", folder / "values.txt", "--seconds", "0.05", "--format", "json")
    assert out.exit_code == 0, out.output
    data = json.loads(out.stdout)
    rows = {row["name"]: row for row in data["instances"]}
    assert set(rows["p9.2.a.txt"]) == {"name", "found", "reference", "gap_percent", "seconds"}
    assert (rows["p9.2.a.txt"]["found"], rows["p9.2.a.txt"]["gap_percent"]) == (7, 0.0)
    assert (rows["p9.2.b.txt"]["found"], rows["p9.2.b.txt"]["gap_percent"]) == (0, 100.0)
    assert (rows["town.txt"]["found"], rows["town.txt"]["reference"]) == (16, None)
    assert data["sets"] == [{"set": "9", "mean_gap_percent": 50.0, "max_gap_percent": 100.0}]


def test_the_command_prints_a_table_for_people_and_keeps_the_trips(folder, tmp_path):
    kept = tmp_path / "trips.json"
    out = invoke(folder, "--reference", folder / "values.txt", "--iterations", "5", "--routes", kept)
    assert out.exit_code == 0
    assert "第 9 组：平均差距 50.000 %" in out.stdout
    assert sorted(map(sorted, json.loads(kept.read_text())["town.txt"])) in ([[], [1, 2]], [[1], [2]])


@pytest.mark.parametrize(
    "text, said",
    [
        (SMALL.replace("m 2", "m x"), "第2行的“x”不是有效数字"),
        (SMALL.replace("m 2", "vehicles 2"), "第2行应为“m 数值”"),
        (SMALL.replace("m 2", "m 2.5"), "应为整数"),
        (SMALL.replace("n 4", "n 5"), "写明有5个点，实际有4行"),
        (SMALL.replace("n 4", "n 1"), "点数至少为2"),
        (SMALL.replace("3 4 7", "3 4"), "第5行应为“横坐标 纵坐标 分值”"),
        (SMALL.replace("3 4 7", "3 nan 7"), "第5行的“nan”不是有效数字"),
        (SMALL.replace("3 4 7", "3 4 -7"), "风险分是-7.0"),
    ],
)
def test_a_faulty_instance_is_refused_with_file_and_line(folder, text, said):
    (folder / "own" / "town.txt").write_text(text)
    out = invoke(folder, "--reference", folder / "values.txt", "--iterations", "1", "--format", "json")
    assert out.exit_code == 1
    assert said in json.loads(out.stdout)["error"]["message"]


def test_missing_files_and_senseless_limits_are_refused(folder, tmp_path):
    values = folder / "values.txt"
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.txt").write_text("p9.2.a\n")
    for words, said in [
        ([folder / "no", "--reference", values], "找不到目录"),
        ([tmp_path / "empty", "--reference", values], "没有算例文件"),
        ([folder, "--reference", folder / "no.txt"], "找不到参考值文件"),
        ([folder, "--reference", tmp_path / "bad.txt"], "第1行应为"),
        ([folder, "--reference", values, "--seconds", "0"], "--seconds 须大于0"),
        ([folder, "--reference", values, "--iterations", "-3"], "--iterations 须大于0"),
        ([folder, "--reference", values, "--iterations", "3", "--seconds", "3"], "只能给出一个"),
    ]:
        out = invoke(*words, "--format", "json")
        assert out.exit_code == 1
        assert said in json.loads(out.stdout)["error"]["message"]


def test_a_gap_is_the_share_of_the_reference_that_is_missing():
    assert bench.gap_percent(95.0, 100.0) == 5.0
    assert bench.gap_percent(101.0, 100.0) == -1.0
    assert bench.gap_percent(0.0, 0.0) == 0.0


def test_no_number_is_reported_for_trips_with_a_fault(folder, monkeypatch):
    instance = read_instance(folder / "Set9" / "p9.2.b.txt")
    monkeypatch.setattr(bench, "solve_trips", lambda *_, **__: Trips(((0,),), 7.0, (9.0,), 1))
    with pytest.raises(AssertionError, match="超过上限"):
        bench.measure(instance, 7.0, iterations=1)


def test_real_instances_come_close_to_their_references_with_trips_within_the_limit():
    folder = shared_path("data/team_orienteering")
    references = read_references(folder / "reference_values.txt")
    chosen = ["p1.4.r", "p3.2.t", "p5.3.k", "p7.2.f", "p7.4.m"]
    instances = [i for i in read_instances(folder) if i.name.removesuffix(".txt") in chosen]
    assert len(instances) == len(chosen)
    results = bench.benchmark(instances, references, iterations=1500)
    for instance, row in zip(instances, results, strict=True):
        travel = euclidean(instance.points)
        assert len(row.routes) <= instance.trips
        visited = [site for route in row.routes for site in route]
        assert len(visited) == len(set(visited))
        for route in row.routes:
            stops = [0, *route, len(travel) - 1]
            assert sum(travel[a][b] for a, b in itertools.pairwise(stops)) <= instance.limit + 1e-9
        assert row.found == sum(instance.scores[site - 1] for site in visited)
        assert row.gap_percent is not None
        assert row.gap_percent < 3.0


@pytest.mark.parametrize("name, best, reference", [("p5.3.e", 95, 110), ("p1.3.h", 70, 75)])
def test_a_reference_made_with_a_limit_before_rounding_is_out_of_reach_and_the_best_is_found(
    name, best, reference
):
    folder = shared_path("data/team_orienteering")
    instance = read_instance(folder / f"Set{name[1]}" / f"{name}.txt")
    assert read_references(folder / "reference_values.txt")[name] == reference
    assert enumerated(instance) == best
    assert bench.measure(instance, reference, iterations=1000).found == best


def enumerated(instance) -> float:
    """The best score by full enumeration: every set of sites one trip can serve, then every disjoint choice."""
    ways = euclidean(instance.points)
    end = len(ways) - 1
    fits = lambda way, site: way + ways[site][end] <= instance.limit + 1e-9  # noqa: E731
    reached, worth = {(frozenset(), 0): 0.0}, {}
    while reached:
        longer: dict = {}
        for (sites, here), way in reached.items():
            for site in set(range(1, end)) - sites:
                if instance.scores[site - 1] > 0 and fits(way + ways[here][site], site):
                    key = (sites | {site}, site)
                    longer[key] = min(way + ways[here][site], longer.get(key, 1e300))
        worth |= {sites: sum(instance.scores[i - 1] for i in sites) for sites, _ in longer}
        reached = longer

    def best(done: frozenset, trips: int) -> float:
        if not trips:
            return 0.0
        return max(
            (value + best(done | sites, trips - 1) for sites, value in worth.items() if not done & sites),
            default=0.0,
        )

    return best(frozenset(), instance.trips)


def test_reading_stops_at_the_first_faulty_file(folder):
    (folder / "own" / "town.txt").write_bytes("n 4\nm 2\n甲".encode("gbk"))
    with pytest.raises(Refusal, match="UTF-8"):
        list(read_instances(folder))
