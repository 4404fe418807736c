"""The checklists themselves."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.shared_data import shared_path
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.checklists import all_checklists, checklist, checklist_in_force
from zhuangjian.engines.rules.checklists_load import PACK, check_dates, read_checklist
from zhuangjian.engines.rules.source import SourceError

TODAY = date(2026, 11, 21)


def classes(id):
    return Counter(i.item_class.value if i.item_class else None for i in checklist(id).items)


def test_the_editions_of_2022_have_81_and_24_items_in_the_right_classes():
    assert classes("gmp-2022-actual") == {"critical": 3, "major": 26, "general": 52}
    assert classes("gmp-2022-commissioned") == {"critical": 1, "major": 8, "general": 15}


def test_items_are_numbered_without_a_gap():
    for id in ("gmp-2022-actual", "gmp-2022-commissioned", "gmp-2015"):
        numbers = [i.no for i in checklist(id).items]
        assert numbers == [str(n) for n in range(1, len(numbers) + 1)]


def test_every_item_of_2022_has_its_own_words_and_a_basis():
    for edition in ("actual", "commissioned"):
        for item in checklist(f"gmp-2022-{edition}").items:
            assert item.topic
            assert item.summary
            assert item.gmp_article
            assert item.note
            assert item.basis.overall in ("official", "to_be_confirmed")


def test_only_the_eleven_items_seen_in_a_source_are_official():
    seen = {
        edition: [i.no for i in checklist(f"gmp-2022-{edition}").items if i.basis.overall == "official"]
        for edition in ("actual", "commissioned")
    }
    assert seen["actual"] == ["15", "19", "20", "25", "30", "31", "33", "51", "55", "60"]
    assert seen["commissioned"] == ["10"]


def test_numbers_classes_and_basis_agree_with_the_public_data():
    rows = json.loads(shared_path("data/inspections/checkpoints_2022.json").read_text(encoding="utf-8"))
    editions = {"实际生产版": "actual", "委托生产版": "commissioned"}
    assert len(rows) == 105
    for row in rows:
        item = checklist(f"gmp-2022-{editions[row['version']]}").get(str(row["no"]))
        assert item is not None
        assert item.item_class is not None
        assert (item.item_class.label, item.mark, item.chapter) == (row["class"], row["mark"], row["chapter"])
        assert item.gmp_article == row["gmp_2022_article"]
        parts = (item.basis.number, item.basis.item_class, item.basis.text)
        flags = [row[f"{part}_basis"].startswith("seen") for part in ("number", "class", "text")]
        assert [part == "official" for part in parts] == flags
        assert item.summary != row["summary_in_own_words"]


def test_the_2015_list_invents_no_text_and_no_class():
    entry = checklist("gmp-2015")
    assert len(entry.items) == 105
    assert not any(i.summary for i in entry.items)
    known = {i.no: i.item_class.value for i in entry.items if i.item_class}
    assert known == {"37": "critical", "43": "general", "56": "critical", "59": "critical", "66": "general"}
    assert {c.value: n for c, n in entry.class_counts.items()} == {
        "critical": 26,
        "general": 71,
        "recommended": 8,
    }


def test_the_operators_list_has_twenty_rows_and_says_which_one_is_unknown():
    entry = checklist("operator")
    assert len(entry.items) == 20
    assert [i.no for i in entry.items if not i.summary] == ["OP10"]
    assert "截断" in entry.get("OP10").note
    assert entry.get("OP10").basis.overall == "to_be_confirmed"


@pytest.mark.parametrize(
    ("edition", "on", "id"),
    [
        ("actual", date(2016, 1, 1), "gmp-2015"),
        ("actual", date(2022, 11, 30), "gmp-2015"),
        ("actual", date(2022, 12, 1), "gmp-2022-actual"),
        ("commissioned", date(2022, 12, 1), "gmp-2022-commissioned"),
        ("operator", TODAY, "operator"),
    ],
)
def test_the_checklist_in_force_on_a_day(edition, on, id):
    assert checklist_in_force(edition, on).id == id


@pytest.mark.parametrize(
    ("edition", "on"),
    [("actual", date(2015, 12, 31)), ("commissioned", date(2022, 11, 30)), ("whole", TODAY)],
)
def test_a_day_or_an_edition_without_a_checklist_is_refused(edition, on):
    with pytest.raises(Refusal):
        checklist_in_force(edition, on)


def test_every_checklist_can_be_found_by_id_and_by_key():
    for entry in all_checklists():
        assert checklist(entry.id) is entry
        assert checklist(entry.key) is entry


SOURCE = PACK / "checklists" / "gmp_2022_commissioned.yaml"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('number: "2"', 'number: "1"', 27, "出现两次"),
        ("class: critical", "class: vital", 32, "取值"),
        ("class: critical", "class: recommended", 31, "class_counts"),
        ("class: critical", "class: major", 12, "class_counts"),
        ("topic: 组织机构与职责", "topics: 组织机构与职责", 24, "topics"),
    ],
)
def test_a_faulty_checklist_does_not_load_and_the_message_gives_file_and_line(
    tmp_path, old, new, line, words
):
    text = SOURCE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "broken.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_checklist(file)
    assert "broken.yaml" in str(caught.value)
    assert words in str(caught.value)
    assert abs(caught.value.line - line) <= 4


@pytest.mark.parametrize(("days", "word"), [(0, "空档"), (1, None), (2, "重叠")])
def test_two_editions_may_neither_overlap_nor_leave_a_gap(days, word):
    old, new = checklist("gmp-2015"), checklist("gmp-2022-actual")
    old = replace(old, effective_to=new.effective_from - timedelta(days=2 - days))
    if word is None:
        check_dates([old, new])
        return
    with pytest.raises(SourceError) as caught:
        check_dates([new, old])
    assert word in str(caught.value)
