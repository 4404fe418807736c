"""What a case remembers by a label is told in words."""

import pytest

from zhuangjian.engines.rules.checklists import all_checklists
from zhuangjian.engines.rules.editions import edition_told
from zhuangjian.engines.rules.judge_principles import all_principles
from zhuangjian.engines.rules.loader import load_pack, pack_names


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("chongqing@2025-12-23.1", "重庆市法规规则（2025-12-23 版）"),
        ("liaoning@2026-01-01.1", "辽宁省法规规则（2026-01-01 版）"),
        (
            "gmp-2022-actual@2022.1+gmp-judgement-2022@2022.1",
            "化妆品生产质量管理规范检查要点（实际生产版）（2022 版）、检查要点及判定原则（2022 版）",
        ),
        ("hainan@2030-01-01.1", "hainan@2030-01-01.1"),
        ("", ""),
    ],
)
def test_a_label_is_told_in_words(label, words):
    assert edition_told(label) == words


def test_every_shipped_label_has_words():
    labels = [load_pack(name).label for name in pack_names()]
    labels += [entry.key for entry in (*all_checklists(), *all_principles())]
    assert [label for label in labels if "@" in edition_told(label)] == []
