"""A value of the law that nothing reads decides nothing. Each is listed with the work that will read it; the list shrinks."""

from __future__ import annotations

from tests.rules.readers import all_names, names_read

# Name of the value -> what will read it.
LATER = {
    "adverse_reaction_general": "企业的报告义务：不良反应线索",
    "adverse_reaction_serious": "企业的报告义务：不良反应线索",
    "adverse_reaction_social": "企业的报告义务：不良反应线索",
    "adverse_reaction_self_check_serious": "企业的报告义务：不良反应线索",
    "adverse_reaction_self_check_social": "企业的报告义务：不良反应线索",
    "clue_check_mediation": "投诉调解中发现的线索：CQ 32",
    "crime_transfer_decision": "涉嫌犯罪的移送：CQ 42",
    "crime_transfer_goods": "涉嫌犯罪的移送：CQ 42",
    "crime_transfer_hours": "涉嫌犯罪的移送：CQ 42",
    "data_kinds": "七类数据的整合与预警：LN 2(11)",
    "filing_decision": "移交线索后等待立案决定：CQ 39",
    "hearing_notice": "案件办理中的听证：CQ 39、40",
    "hearing_request": "案件办理中的听证：CQ 39、40",
    "informant_reply": "告知实名举报人：CQ 32",
    "licence_decision": "许可检查所在的许可期限：CQ 23、24",
    "licence_item_change_application": "企业的变更义务：变更核查 CQ 25",
    "licence_validity_years": "许可延续节点：CQ 24、LN 2(2)",
    "mediation_end_notice": "投诉的调解：CQ 32",
    "penalty_case_decision": "处罚决定的期限：CQ 40",
    "penalty_limitation_years": "移交线索时的追责期限：CQ 37",
    "penalty_limitation_years_life_health": "移交线索时的追责期限：CQ 37",
    "plan_phase": "三年行动各阶段的跟踪：LN 3",
    "platform_records_years": "电子商务平台的检查重点：CQ 29",
    "platform_verification_months": "电子商务平台的检查重点：CQ 29",
    "rectification": "整改没有法定天数的说明：CQ 19",
    "rectification_recheck": "复查没有法定天数的说明：CQ 19",
    "registration_renewal_closes": "注册延续节点：CQ 54",
    "registration_validity_years": "注册延续节点：CQ 54",
    "responsible_person_change_report": "企业的报告义务：关键岗位人员 LN 2(3)",
    "self_check_report_years": "企业质量体系自查：LN 2(4)",
    "test_report": "抽样送检：CQ 18、37",
    "test_report_delivery": "抽样送检：CQ 18、37",
    "yearly_self_check": "企业质量体系自查：LN 2(4)",
}
# Lower it whenever the list gets shorter; it is never raised.
MOST = 33


def test_every_value_that_nothing_reads_is_listed_with_what_will_read_it():
    names = all_names()
    assert sorted(names - names_read(names) - set(LATER)) == []


def test_a_value_that_is_read_now_leaves_the_list():
    assert sorted(names_read(all_names()) & set(LATER)) == []


def test_a_value_that_is_gone_leaves_the_list():
    assert sorted(set(LATER) - all_names()) == []


def test_the_list_only_shrinks():
    assert len(LATER) == MOST


def test_each_line_names_the_article_or_the_duty_it_waits_for():
    for words in LATER.values():
        assert "CQ " in words or "LN " in words or words.startswith("企业的报告义务"), words


class TestWhatCountsAsReading:
    NAMES = frozenset(
        {"team_leaders", "conclusions_licensing", "conclusions_production", "merge_interval_days"}
    )

    def read(self, text: str) -> set[str]:
        return names_read(self.NAMES, [text])

    def test_a_name_in_a_look_up_counts(self):
        assert self.read('number(pack, "team_leaders", on)') == {"team_leaders"}
        assert self.read('lookup.number(pack, name="team_leaders")') == {"team_leaders"}

    def test_a_look_up_imported_under_another_name_counts(self):
        text = 'from .lookup import number as how_many\nhow_many(pack, "team_leaders", on)'
        assert self.read(text) == {"team_leaders"}

    def test_a_name_put_together_counts_for_all_that_begin_so(self):
        assert self.read('parameter(pack, f"conclusions_{name}", day)') == {
            "conclusions_licensing",
            "conclusions_production",
        }

    def test_a_name_that_a_loop_hands_to_a_look_up_counts(self):
        text = 'def f():\n    for key in ("team_leaders",):\n        number(pack, key, on)'
        assert self.read(text) == {"team_leaders"}

    def test_a_mapping_that_a_loop_hands_to_a_look_up_counts_with_its_keys(self):
        text = 'KEYS = {"team_leaders": 1}\ndef f():\n    for key, _ in KEYS.items():\n        number(pack, key, on)'
        assert self.read(text) == {"team_leaders"}
        assert self.read(text.replace("in KEYS", "in OTHER")) == set()

    def test_a_mere_mention_does_not(self):
        assert self.read('# team_leaders\nX = "team_leaders"\nprint("team_leaders")') == set()
        text = 'def f(key):\n    for other in ("team_leaders",):\n        number(pack, key, on)'
        assert self.read(text) == set()

    def test_a_calculator_that_takes_any_name_reads_none(self):
        assert self.read("def f(name):\n    return due(name, day)") == set()
