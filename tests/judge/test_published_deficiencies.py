"""Deficiencies from published inspection notices run through the judgement."""

from __future__ import annotations

import json
import re

from tests.judge.cases import IN_2018, TODAY
from tests.shared_data import shared_path
from zhuangjian.engines.rules.judge import Finding, judge


def rows():
    return json.loads(shared_path("data/inspections/published_deficiencies.json").read_text(encoding="utf-8"))


def test_every_deficiency_mapped_to_a_checkpoint_is_judged_without_refusal():
    editions = {"实际生产版": "actual", "委托生产版": "commissioned"}
    known = [row["checkpoint_if_known"] for row in rows() if row["checkpoint_if_known"]]
    assert len(known) >= 20
    for point in known:
        answer = judge(
            "routine", editions[point["version"]], [Finding(point["no"], "nonconforming")], on=TODAY
        )
        assert answer.value.conclusion in ("production_deficient", "production_serious")


def test_the_classes_printed_in_the_2018_notice_are_those_of_the_2015_list():
    printed = [re.fullmatch(r"(\d+)\((.+)\)", row["old_2015_checklist_item"] or "") for row in rows()]
    words = {"严重": "critical", "一般": "general"}
    found = [Finding(m[1], "nonconforming", words[m[2]]) for m in printed if m]
    assert len(found) == 5
    judgement = judge("routine", "actual", found, on=IN_2018).value
    assert {s.id: s.value for s in judgement.sums} == {"serious_defects": 3, "all_defects": 5}
    assert judgement.conclusion == "production_deficient"
