"""The linkage as a whole."""

from __future__ import annotations

import random
from functools import cache

import pyarrow as pa
import pytest

from tests.matching.link_world import FIELDS, clusters, linked, register, table, valid_code
from zhuangjian.engines.matching.link import Linked, link
from zhuangjian.engines.matching.link_fields import Fields, LinkOptions
from zhuangjian.engines.matching.link_measure import measure
from zhuangjian.engines.rules.answer import Refusal

ONE = {"name": "重庆雅芳化妆品有限公司", "address": "重庆市渝北区金开大道12号", "phone": "13912345678"}


@cache
def trained() -> Linked:
    return link(register(150), FIELDS, LinkOptions(threads=1))


def party_of(found: Linked) -> list[str]:
    return [one.split("-")[0] for one in found.clusters["id"].to_pylist()]


def test_a_register_is_put_together_by_what_it_learns_from_itself() -> None:
    found = trained()
    quality = measure(found.clusters["cluster"].to_pylist(), party_of(found))
    assert found.model.trained
    assert quality.precision >= 0.98
    assert quality.recall >= 0.95


def test_the_order_of_the_rows_changes_nothing() -> None:
    given = register(150)
    places = list(range(given.num_rows))
    random.Random(3).shuffle(places)
    shuffled = link(given.take(pa.array(places)), FIELDS, LinkOptions(threads=1))
    assert clusters(shuffled) == clusters(trained())
    assert [one.explanation.bits for one in shuffled.review] == [
        one.explanation.bits for one in trained().review
    ]


def test_no_record_gives_no_cluster() -> None:
    found = link(table(), FIELDS, LinkOptions(threads=1))
    assert found.clusters.num_rows == 0
    assert found.review == ()


def test_one_record_is_one_cluster() -> None:
    assert clusters(linked(ONE)) == {frozenset({"1"})}


def test_two_records_are_judged_by_assumed_weights_and_it_is_said() -> None:
    found = linked(ONE, {**ONE, "name": "重庆市雅芳化妆品有限公司"})
    assert clusters(found) == {frozenset({"1", "2"})}
    assert not found.model.trained
    assert found.model.notes == ("只有2条记录，不足60条，未训练，用预设权重。",)


def test_two_different_records_stay_apart() -> None:
    other = {"name": "大连海洋日化厂", "address": "大连市甘井子区海韵路3号", "phone": "13800001111"}
    assert len(clusters(linked(ONE, other))) == 2


def test_a_null_telephone_number_says_neither_yes_nor_no() -> None:
    found = linked(ONE, {**ONE, "phone": None}, explain=(("1", "2"),))
    assert clusters(found) == {frozenset({"1", "2"})}
    assert "电话" not in [say.field for say in found.explained[0].says]


def test_a_file_with_names_alone_can_be_linked() -> None:
    found = link(
        table(ONE, ONE, {"name": "大连海洋日化厂"}), Fields(id="id", name="name"), LinkOptions(threads=1)
    )
    assert frozenset({"3"}) in clusters(found)


def test_the_explanation_adds_up_to_the_weight() -> None:
    found = linked(ONE, {**ONE, "phone": "13911110000"}, explain=(("1", "2"),))
    (one,) = found.explained
    assert one.bits == pytest.approx(sum(say.bits for say in one.says), abs=1e-9)
    assert {say.field: say.bits < 0 for say in one.says} == {
        "先验": True,
        "名称": False,
        "地址": False,
        "电话": True,
    }
    assert f"合计{one.bits:+.1f}位" in one.sentence()


def test_a_pair_between_review_and_threshold_goes_to_a_clerk_and_to_no_cluster() -> None:
    pair = (
        {"name": "重庆雅芳丽人秀化妆品有限公司", "phone": "13912345678"},
        {"name": "重庆雅芳丽佳颜化妆品厂", "phone": "13912345678"},
    )
    sure = linked(*pair, explain=(("1", "2"),)).explained[0].probability
    assert 0.01 < sure < 0.99
    inside = linked(*pair, threshold=min(0.999, sure + 0.005), review=sure - 0.005)
    assert [one.reason for one in inside.review] == ["概率处于复核区间"]
    assert len(clusters(inside)) == 2
    below = linked(*pair, threshold=min(0.9999, sure + 0.009), review=sure + 0.004)
    assert below.review == ()
    above = linked(*pair, threshold=sure - 0.004, review=0.005)
    assert len(clusters(above)) == 1
    assert above.review == ()


def test_a_block_above_the_cap_is_counted_and_not_paired() -> None:
    rows = [{"name": f"重庆{letter}{letter}店", "phone": "13912345678"} for letter in "甲乙丙丁戊己庚辛"]
    assert linked(*rows, block_cap=2).blocks.skipped >= 1
    assert linked(*rows, block_cap=10).blocks.skipped == 0


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(Refusal, match="没有列：电话。现有的列：id、name"):
        link(table(ONE), Fields(id="id", name="name", phone="电话"))


def test_an_id_alone_is_nothing_to_compare() -> None:
    with pytest.raises(Refusal, match="至少还要指定"):
        link(table(ONE), Fields(id="id"))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"threshold": 1.0}, "合并阈值 1.0"),
        ({"review": 0.8}, "复核下限 0.8"),
        ({"block_cap": 1}, "分块上限 1"),
    ],
)
def test_impossible_options_are_refused(options: dict[str, float], told: str) -> None:
    with pytest.raises(Refusal, match=told):
        LinkOptions(**options)  # type: ignore[arg-type]


def test_an_explanation_of_an_unknown_record_is_refused() -> None:
    with pytest.raises(Refusal, match="没有编号为“9”的记录"):
        linked(ONE, ONE, explain=(("1", "9"),))


def test_precision_and_recall_count_pairs() -> None:
    found = measure([1, 1, 1, 2], ["a", "a", "b", "b"])
    assert (found.found, found.true, found.both) == (3, 2, 1)
    assert found.f1 == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))
    assert measure([1, 2], ["a", "b"]).f1 == 1.0
    assert measure([1, 2, 3], ["a", "a", None]).true == 1


def sisters() -> pa.Table:
    """Parties in pairs of sisters: one own name, house, telephone and person, two trades, each written three times.

    The third writing has no code; its id tells the party.
    """
    chance = random.Random(4)
    letters = "丽妆美颜雅姿芳香清润秀然瑞康源华盛欣悦安琪诗曼"
    rows: list[dict[str, str | None]] = []
    for owner in range(110):
        core = "".join(chance.choice(letters) for _ in range(3))
        shared = {
            "address": f"重庆市渝北区{chance.choice('龙山金湖江海云')}{chance.choice('东西南北')}路{chance.randint(1, 999)}号",
            "phone": f"139{chance.randrange(10**8):08d}",
            "person": "王" + chance.choice(letters) + chance.choice(letters),
        }
        for trade, last in (("化妆品", 1), ("生物科技", 2)):
            code = valid_code(owner * 10 + last)
            rows += [
                {
                    "id": f"{owner}{trade}-{copy}",
                    "name": f"重庆{core}{trade}有限公司",
                    "code": code if copy < 2 else None,
                    **shared,
                }
                for copy in range(3)
            ]
    return table(*rows)


def test_codes_teach_that_sisters_under_one_roof_are_two_parties() -> None:
    found = link(sisters(), FIELDS, LinkOptions(threads=1))
    assert any("信用代码的记录" in note for note in found.model.notes)
    quality = measure(found.clusters["cluster"].to_pylist(), party_of(found))
    assert quality.precision == 1.0
    assert quality.recall >= 0.99
