"""Published notices of inspections elsewhere, read into rows."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.intake.files import code
from zhuangjian.engines.notices import contradictions, parse_notice
from zhuangjian.engines.rules.answer import Refusal


def read(text, encoding="utf-8"):
    notice = parse_notice(text.encode(encoding), "通告.txt")
    return [(e.name, e.role, e.result) for e in notice.entries], contradictions(notice)


def test_labelled_blocks_are_entries():
    entries, wrong = read(
        "某局关于飞行检查的通告\n企业名称：广州试甲化妆品有限公司（备案人）\n化妆品生产许可证编号：粤妆20210001\n"
        "检查发现缺陷和问题：未按规定执行物料审查制度。\n处理措施：责令暂停生产，限期整改\n"
        "企业名称：佛山试乙日化有限公司\n企业类型：受托生产企业\n检查结论：符合\n"
    )
    assert entries == [
        ("广州试甲化妆品有限公司", "备案人", "责令暂停生产，限期整改"),
        ("佛山试乙日化有限公司", "受托生产企业", "符合"),
    ]
    assert wrong == []


@pytest.mark.parametrize("mark", ["\t", " | ", "   "])
def test_a_table_in_the_text_is_read_row_by_row(mark):
    rows = [
        ("序号", "企业名称", "企业类型", "检查结果"),
        ("1", "广州试甲化妆品有限公司", "备案人", "不符合"),
        ("2", "佛山试乙日化厂", "受托生产企业", "符合"),
    ]
    entries, _ = read("检查情况\n" + "\n".join(mark.join(row) for row in rows))
    assert entries == [
        ("广州试甲化妆品有限公司", "备案人", "不符合"),
        ("佛山试乙日化厂", "受托生产企业", "符合"),
    ]


def test_sentences_give_each_company_its_role_and_result():
    entries, _ = read(
        "近期，某局对备案人广州试甲化妆品有限公司、受托生产企业佛山试乙日化有限公司开展检查。\n"
        "广州试甲化妆品有限公司（备案人）检查结果为不符合；佛山试乙日化有限公司（受托生产企业）检查结果为符合。\n"
    )
    assert entries == [
        ("广州试甲化妆品有限公司", "备案人", "不符合"),
        ("佛山试乙日化有限公司", "受托生产企业", "符合"),
    ]


def test_a_role_said_where_a_company_is_only_mentioned_is_kept():
    entries, _ = read("对备案人广州试甲化妆品有限公司开展检查。\n广州试甲化妆品有限公司检查结果为符合。")
    assert entries == [("广州试甲化妆品有限公司", "备案人", "符合")]


def test_results_said_respectively_go_to_each():
    entries, _ = read("广州试甲化妆品有限公司、佛山试乙日化有限公司检查结论分别为不符合、符合。")
    assert entries == [("广州试甲化妆品有限公司", "", "不符合"), ("佛山试乙日化有限公司", "", "符合")]


def test_one_company_with_two_results_is_a_contradiction_and_nothing_is_merged():
    entries, wrong = read(
        "广州试甲化妆品有限公司检查结果为符合。\n经复核，广州试甲化妆品有限公司检查结果为不符合。"
    )
    assert [result for _, _, result in entries] == ["符合", "不符合"]
    assert len(wrong) == 1
    assert "广州试甲化妆品有限公司" in wrong[0]


def test_counts_that_the_entries_do_not_come_to_are_said():
    text = "本次共检查3家企业，其中1家不符合。\n广州试甲化妆品有限公司检查结果为不符合。\n佛山试乙日化有限公司检查结果为不符合。"
    _, wrong = read(text)
    assert any("3 家" in words and "2 家" in words for words in wrong)
    assert any("1 家不符合" in words for words in wrong)
    assert read(text.replace("3家", "两家").replace("1家", "二家"))[1] == []


def test_numbers_that_cannot_be_right_are_said():
    bad = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
    _, wrong = read(
        f"企业名称：广州试甲化妆品有限公司\n许可证编号：粤妆20210001\n社会信用代码：{bad}\n"
        "企业名称：佛山试乙日化有限公司\n许可证编号：粤妆20210001\n检查结论：符合"
    )
    assert any("粤妆20210001 写给了不同的企业" in words for words in wrong)
    assert any("校验不符" in words for words in wrong)


def test_look_alike_radicals_and_gb18030_are_read():
    assert read("⼴州试⻘化妆品有限公司检查结果为符合。")[0] == [("广州试青化妆品有限公司", "", "符合")]
    assert read("广州试甲化妆品有限公司检查结果为符合。", "gb18030")[0][0][2] == "符合"


def test_a_text_that_names_nobody_is_refused():
    with pytest.raises(Refusal, match="没有读出"):
        read("今天天气很好。")


def test_the_command_prints_entries_and_contradictions(tmp_path):
    from zhuangjian.apps.intake.commands import app

    path = tmp_path / "通告.txt"
    path.write_text("广州试甲化妆品有限公司（备案人）检查结果为不符合。", encoding="utf-8")
    told = json.loads(CliRunner().invoke(app, ["notice", str(path), "--format", "json"]).stdout)
    assert {k: told["entries"][0][k] for k in ("name", "role", "result")} == {
        "name": "广州试甲化妆品有限公司",
        "role": "备案人",
        "result": "不符合",
    }
    assert told["contradictions"] == []


def test_a_company_as_heading_is_what_the_lines_below_speak_of():
    entries, wrong = read(
        "某局关于3家企业飞行检查结果的通告\n对某省广州试甲化妆品有限公司等开展检查。\n"
        "一、广州试甲化妆品有限公司\n检查发现该企业物料管理不规范，不符合要求。\n"
        "二、试乙生物科技（广州）有限公司（受托生产企业）\n该企业存在严重缺陷，检查结论为不通过。\n三、试丙（上海）化妆品有限公司检查通过。"
    )
    assert entries == [
        ("广州试甲化妆品有限公司", "", "不符合"),
        ("试乙生物科技（广州）有限公司", "受托生产企业", "不通过"),
        ("试丙（上海）化妆品有限公司", "", "通过"),
    ]
    assert wrong == []
