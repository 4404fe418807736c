"""The published set of company names with hand-marked own names."""

from __future__ import annotations

from tests.shared_data import shared_path
from zhuangjian.engines.matching.names import split_name


def test_at_least_97_percent_of_the_published_own_names_are_found_and_right() -> None:
    lines = shared_path("data/names/company_core_names_250.txt").read_text("utf-8").splitlines()
    pairs = [(name, core) for name, _, core in (line.partition(" ") for line in lines)]
    found = [(split_name(name).core, core) for name, core in pairs]
    right = sum(bool(own) and own == core for own, core in found)
    precision = right / sum(bool(own) for own, _ in found)
    recall = right / sum(bool(core) for _, core in found)
    assert len(pairs) == 250
    assert precision >= 0.97, precision
    assert recall >= 0.97, recall


def test_every_licence_holder_is_read_with_a_form() -> None:
    import csv

    with shared_path("data/licences/production_licences_2021-01.csv").open(encoding="utf-8-sig") as file:
        names = [row["企业名称"] for row in csv.DictReader(file)]
    real = [name for name in names if len(name) > 4 and not name.startswith("粤妆")]
    without = [name for name in real if not split_name(name).form]
    assert len(without) <= len(real) * 0.01, without
    empty = [name for name in real if not split_name(name).core]
    assert len(empty) <= len(real) * 0.01, empty
