"""Clusters of complaints: the scan against a naive one, what must not change it, and what it is told."""

import math

import numpy as np
import pytest

from tests.signals.changes import signal, table
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.changes_events import Columns, read_events
from zhuangjian.engines.signals.clusters import ClusterOptions, find_clusters
from zhuangjian.engines.signals.clusters_events import Framing, Population, cluster_events
from zhuangjian.engines.signals.clusters_null import ENOUGH, Null, replicate
from zhuangjian.engines.signals.clusters_places import Places, places_of_names, places_of_points, windows
from zhuangjian.engines.signals.clusters_scan import Stretch, best_window, largest


def kilometres(a, b):
    """Haversine."""
    (x1, y1), (x2, y2) = ((math.radians(v) for v in p) for p in (a, b))
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def naive_scan(points, counts, expected, stretch, max_share):
    """Every circle around every place, every stretch of time, one by one."""
    total, best = counts.sum(), 0.0
    weight = expected.sum(axis=1)
    for centre in points:
        radii = sorted({round(kilometres(centre, other), 4) for other in points})
        for number, radius in enumerate(radii):
            inside = [i for i, other in enumerate(points) if kilometres(centre, other) <= radius + 1e-3]
            if weight[inside].sum() > max_share * weight.sum() + 1e-9 and number:
                break
            for past in range(1, counts.shape[1] + 1):
                if stretch.to_the_end and past < counts.shape[1]:
                    continue
                for first in range(max(0, past - stretch.longest), past):
                    n, mu = counts[inside, first:past].sum(), expected[inside, first:past].sum()
                    if n <= mu or mu <= 0 or mu >= total:
                        continue
                    value = n * math.log(n / mu)
                    if total > n:
                        value += (total - n) * math.log((total - n) / (total - mu))
                    best = max(best, value)
    return best


def points_of(rng, count):
    return np.round(106 + rng.random(count), 5), np.round(29 + rng.random(count), 5)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("to_the_end", [True, False])
def test_the_scan_is_the_naive_scan(seed, to_the_end):
    rng = np.random.default_rng(seed)
    lon, lat = points_of(rng, 9)
    lon[1], lat[1] = lon[0], lat[0]
    counts = rng.poisson(2, (9, 5))
    expected = rng.random((9, 5)) + 0.2
    expected *= counts.sum() / expected.sum()
    stretch = Stretch(1, 3, to_the_end)
    around = windows(Places([str(i) for i in range(9)], lon, lat), expected.sum(axis=1), 0.5)
    mine = largest(around, stretch, expected, counts[:, :, None].astype(np.int32))[0]
    naive = naive_scan(list(zip(lon, lat, strict=True)), counts, expected, stretch, 0.5)
    assert mine == pytest.approx(naive, abs=1e-9)
    best = best_window(around, stretch, expected, counts, np.zeros(9, dtype=bool))
    assert (best.statistic if best else 0.0) == pytest.approx(naive, abs=1e-9)


def test_places_at_the_same_distance_go_in_together():
    places = Places(list("abcd"), np.array([106.0, 106.1, 105.9, 107.0]), np.zeros(4))
    around = windows(places, np.ones(4), 1.0)
    assert around.order[0].tolist() == [0, 1, 2, 3]
    assert around.ends[0].tolist() == [True, False, True, True]


@pytest.mark.parametrize(("share", "reach"), [(0.49, 1), (0.5, 2), (0.74, 2), (0.75, 3)])
def test_a_window_holds_no_more_than_its_share(share, reach):
    places = Places(list("abcd"), np.array([106.0, 106.1, 106.3, 107.0]), np.zeros(4))
    assert windows(places, np.ones(4), share).length[0] == reach


def test_distances_are_great_circle_kilometres():
    places = Places(["重庆", "沈阳"], np.array([106.55, 123.43]), np.array([29.56, 41.80]))
    around = windows(places, np.ones(2), 1.0)
    assert around.radius[0, 1] == pytest.approx(kilometres((106.55, 29.56), (123.43, 41.80)), abs=0.01)


def test_division_codes_join_by_city_and_province():
    places = Places(["210102", "210103", "210202", "500101"])
    around = windows(places, np.ones(4), 1.0)
    assert around.length.tolist() == [3, 3, 3, 1]
    assert around.ends[0, :3].tolist() == [True, True, True]
    assert around.ends[2, :3].tolist() == [True, False, True]


def test_plain_names_stand_alone():
    assert windows(Places(["东区", "西区", "210102"]), np.ones(3), 1.0).length.tolist() == [1, 1, 1]


def planted(seed=0, places=40, weeks=20, raised=(3, 4), factor=4):
    """Weekly complaints of equal places; two neighbours have four times as many in the last three weeks."""
    rng = np.random.default_rng(seed)
    lon, lat = points_of(rng, places)
    near = np.argsort((lon - lon[3]) ** 2 + (lat - lat[3]) ** 2)[: len(raised)]
    means = np.full((places, weeks), 2.0)
    means[near, -3:] *= factor
    counts = rng.poisson(means)
    place, week = np.nonzero(counts)
    times = counts[place, week]
    return (
        Places([f"{i:03d}" for i in range(places)], lon, lat),
        np.repeat(place, times),
        np.repeat(week, times),
        near,
    )


def test_a_planted_cluster_is_found_where_and_when_it_is():
    places, place, week, near = planted()
    found = find_clusters(places, place, week, 20, ClusterOptions())
    first = found.found[0]
    assert first.alarm
    assert first.p == 0.001
    assert set(near) <= set(first.places)
    assert (first.first, first.past) == (17, 20)
    assert first.relative_risk > 2
    assert all(not other.alarm for other in found.found[1:])


def test_no_two_clusters_share_a_place():
    places, place, week, _ = planted(1)
    members = [
        m for one in find_clusters(places, place, week, 20, ClusterOptions()).found for m in one.places
    ]
    assert len(members) == len(set(members))


def test_order_of_cases_and_names_of_places_change_nothing():
    places, place, week, _ = planted(2)
    day = np.datetime64("2024-01-01") + week * 7
    rng = np.random.default_rng(0)

    def run(names, order):
        rows = [
            signal(
                "p", str(day[i]), lon=places.lon[place[i]], lat=places.lat[place[i]], place=names[place[i]]
            )
            for i in order
        ]
        columns = Columns(date="occurred_on", place="place", lon="lon", lat="lat")
        events = read_events(table_with(rows), columns, np.datetime64("2024-05-19"))
        return cluster_events(events, ClusterOptions(replications=99), Framing())

    plain, summary = run(places.names, range(len(place)))
    mixed, mixed_summary = run(places.names, rng.permutation(len(place)))
    assert (mixed, mixed_summary) == (plain, summary)
    renamed, _ = run([f"{(i * 7) % 40:03d}" for i in range(40)], range(len(place)))
    assert [(r["p"], r["statistic"], r["observed"]) for r in renamed] == [
        (r["p"], r["statistic"], r["observed"]) for r in plain
    ]


def table_with(rows):
    import pyarrow as pa

    more = {
        name: pa.array([row.get(name) for row in rows])
        for name in rows[0]
        if name not in table(rows[:1]).column_names
    }
    out = table(rows)
    for name, values in more.items():
        out = out.append_column(name, values)
    return out


def test_a_summer_that_comes_everywhere_is_no_cluster():
    rng = np.random.default_rng(3)
    lon, lat = points_of(rng, 20)
    counts = rng.poisson(np.tile(np.r_[np.full(20, 2.0), np.full(4, 10.0)], (20, 1)))
    place, week = np.nonzero(counts)
    times = counts[place, week]
    found = find_clusters(
        Places([str(i) for i in range(20)], lon, lat),
        np.repeat(place, times),
        np.repeat(week, times),
        24,
        ClusterOptions(),
    )
    assert not any(one.alarm for one in found.found)


def test_the_same_seed_gives_the_same_answer_and_another_nearly_the_same():
    places, place, week, _ = planted(4, factor=2)
    one, two, three = (find_clusters(places, place, week, 20, ClusterOptions(seed=s)) for s in (0, 0, 1))
    assert one.found == two.found
    assert one.found[0].statistic == three.found[0].statistic
    assert one.found[0].p == pytest.approx(three.found[0].p, abs=0.2)


def test_batches_of_replicates_change_nothing(monkeypatch):
    from zhuangjian.engines.signals import clusters_null

    places, place, week, _ = planted(5)
    whole = find_clusters(places, place, week, 20, ClusterOptions(replications=99))
    monkeypatch.setattr(clusters_null, "CELLS_AT_ONCE", 5000)
    assert find_clusters(places, place, week, 20, ClusterOptions(replications=99)).found == whole.found


def test_drawing_stops_once_the_answer_is_clear_and_p_says_how_often():
    draws = iter(range(10_000))
    null = replicate(
        lambda rng: np.zeros((1, 1), dtype=np.int64),
        lambda counts: np.array([next(draws) % 2 for _ in range(counts.shape[2])], dtype=float),
        1.0,
        (1, 1),
        999,
        0,
    )
    assert null.stopped
    assert len(null.maxima) == 2 * ENOUGH
    assert null.p(1.0) == 0.5
    assert Null(np.zeros(999), False).p(1.0) == 0.001


def test_one_more_case_inside_never_lowers_the_statistic():
    places, place, week, _ = planted(6)
    found = find_clusters(
        places, place, week, 20, ClusterOptions(model="poisson", replications=19), np.ones((40, 20))
    )
    one = found.found[0]
    more = find_clusters(
        places,
        np.append(place, one.places[0]),
        np.append(week, one.first),
        20,
        ClusterOptions(model="poisson", replications=19),
        np.ones((40, 20)),
    )
    assert more.found[0].statistic >= one.statistic


def signals_at(rows):
    return read_events(
        table_with([signal("p", day, place=place) for place, day in rows]),
        Columns(date="occurred_on", place="place"),
        np.datetime64("2024-12-31"),
    )


def people(**values):
    import pyarrow as pa

    table_of = pa.table({"place": list(values), "people": list(values.values())})
    return Population(table_of, "place", "people")


def test_against_a_population_the_small_place_with_as_many_cases_stands_out():
    events = signals_at(
        [("小", f"2024-0{1 + i % 9}-15") for i in range(20)]
        + [("大", f"2024-0{1 + i % 9}-16") for i in range(20)]
    )
    options = ClusterOptions(model="poisson")
    rows, summary = cluster_events(events, options, Framing(), people(小=1000, 大=9000, 空=500))
    assert rows[0]["places"] == "小"
    assert rows[0]["alarm"]
    assert rows[0]["expected"] == pytest.approx(40 * 1000 / 10500)
    assert summary["places"] == 3


def test_a_place_compared_with_its_own_past():
    before = [(place, f"2024-{1 + i:02d}-10") for place in "甲乙丙丁" for i in range(10)] * 2
    now = [(place, "2024-12-10") for place in "甲乙丙丁"] * 2 + [("丁", "2024-12-12")] * 14
    options = ClusterOptions(model="past")
    rows, _ = cluster_events(signals_at(before + now), options, Framing(current=np.datetime64("2024-12-01")))
    assert rows[0]["places"] == "丁"
    assert rows[0]["alarm"]
    assert (rows[0]["start"], rows[0]["end"]) == ("2024-12-01", "2024-12-31")
    assert rows[0]["observed"] == 16


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"小": 0}, "小"),
        ({"小": -5}, "负数"),
    ],
)
def test_people_that_cannot_be_are_refused(changed, words):
    events = signals_at([("小", "2024-01-15"), ("大", "2024-01-16")])
    given = {"小": 10, "大": 20} | changed
    with pytest.raises(Refusal, match=words):
        cluster_events(events, ClusterOptions(model="poisson"), Framing(), people(**given))


def test_a_place_missing_from_the_table_of_places_is_named():
    events = signals_at([("小", "2024-01-15"), ("大", "2024-01-16")])
    with pytest.raises(Refusal, match="小"):
        cluster_events(events, ClusterOptions(model="poisson"), Framing(), people(大=10))


def test_longitude_and_latitude_exchanged_are_named_as_such():
    with pytest.raises(Refusal, match="写反"):
        places_of_points(np.array([29.5, 30.0]), np.array([106.5, 107.0]))
    with pytest.raises(Refusal, match="180"):
        places_of_points(np.array([190.0]), np.array([30.0]))


def test_three_thousand_points_are_scanned_and_one_more_needs_a_grid():
    lon = 100 + np.arange(3001) / 1000
    lat = np.full(3001, 30.0)
    assert len(places_of_points(lon[:3000], lat[:3000])[0].names) == 3000
    with pytest.raises(Refusal, match="--grid"):
        places_of_points(lon, lat)
    assert len(places_of_points(lon, lat, grid_km=5)[0].names) < 100


def test_a_place_with_several_points_lies_at_their_mean():
    places, index = places_of_names(
        np.array(["b", "a", "b"]), np.array([106.0, 105.0, 107.0]), np.array([29.0, 30, 31])
    )
    assert places.names == ["a", "b"]
    assert places.lon.tolist() == [105.0, 106.5]
    assert index.tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("甲", "2024-01-15"), ("甲", "2024-12-15")], "同一地点"),
        ([("甲", "2024-12-30"), ("乙", "2024-12-31")], "同一个周期"),
    ],
)
def test_what_cannot_be_compared_is_refused(rows, words):
    with pytest.raises(Refusal, match=words):
        cluster_events(signals_at(rows), ClusterOptions(), Framing())


def test_a_cluster_that_one_reporter_sent_says_so():
    rows = [
        signal("p", f"2024-{1 + i:02d}-10", place=p, source=f"医院{i}") for p in "甲乙丙丁" for i in range(11)
    ] * 2
    rows += [signal("p", "2024-12-29", place="丁", source="丙医院") for _ in range(12)]
    events = read_events(
        table_with(rows),
        Columns(date="occurred_on", place="place", reporter="source"),
        np.datetime64("2024-12-31"),
    )
    found, _ = cluster_events(events, ClusterOptions(), Framing(unit="month"))
    assert found[0]["alarm"]
    assert found[0]["batch"]
    assert found[0]["largest_source"] == "丙医院"
