"""What is written of the articles is what ``make articles`` would find now; a status follows from it and from nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.articles.proving import claims, sampled, stale
from tests.articles.taking_out import TakenOut, without
from zhuangjian.engines.rules import coverage, load_pack
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.deadlines import due
from zhuangjian.engines.rules.loader import pack_names
from zhuangjian.engines.rules.models import MetBy
from zhuangjian.engines.rules.proofs import proofs, proved, rules_of

NUMBER = "39"


def article() -> tuple[Any, Any, dict[str, Any]]:
    pack = load_pack("chongqing")
    return pack, pack.articles[NUMBER], json.loads(json.dumps(proofs(None, "chongqing")[NUMBER]))


def test_no_scenario_rule_or_act_has_changed_since_the_articles_were_proved() -> None:
    changed = [f"{pack} {number}" for (pack, number), now in claims().items() if stale(pack, number, now)]
    assert not changed, f"条款的情景、规则或者代码有改动，请运行 make articles 并提交 proved.json：{changed}"


def test_nothing_is_proved_of_an_article_that_no_longer_names_a_scenario() -> None:
    named = set(claims())
    assert all((pack, number) in named for pack in pack_names() for number in proofs(None, pack))


def test_each_claim_names_a_scenario_of_its_own_article() -> None:
    for pack in pack_names():
        for number, said in proofs(None, pack).items():
            for kind in ("rules", "code"):
                for part, proof in said[kind].items():
                    assert proof["fails"].partition("[")[0] in {"", *said["tests"]}, (number, part)


def test_a_few_of_the_claims_are_tried_again_in_every_run() -> None:
    assert sum(map(len, sampled().values())) == 4
    assert sum(map(len, sampled(9).values())) == 9
    assert all(node.partition("::")[0].startswith("tests/") for node in sampled(9))


def test_an_article_is_met_only_while_a_scenario_fails_without_each_rule_and_each_act() -> None:
    pack, one, found = article()
    assert proved(pack, NUMBER, one, found).status == "met"
    for kind in ("rules", "code"):
        for part, proof in found[kind].items():
            before = dict(proof)
            proof["fails"] = ""
            assert proved(pack, NUMBER, one, found).lacking == (
                f"去掉{'法规包' if kind == 'rules' else '代码'}中的 {part}，没有情景不通过",
            )
            proof |= {"fails": before["fails"], "digest": "0" * 16}
            assert "有改动" in proved(pack, NUMBER, one, found).lacking[0]
            proof |= before
    for said in found["tests"].values():
        said["passes"] = False
        assert "情景不通过" in proved(pack, NUMBER, one, found).lacking[0]
        said["passes"] = True


def test_what_is_lacking_or_not_run_or_not_named_leaves_an_article_short_of_met() -> None:
    pack, one, found = article()
    assert proved(pack, NUMBER, one, {}).status == "partly"
    assert proved(pack, NUMBER, one.model_copy(update={"lacking": "还缺一项"}), found).lacking == (
        "还缺一项",
    )
    assert proved(pack, NUMBER, one.model_copy(update={"met_by": MetBy()}), found).status == "not_yet"
    bare = replace(pack, citations={}, deadlines={}, open_ended={}, file_checks={})
    assert rules_of(bare, NUMBER, one) == ()
    assert proved(bare, NUMBER, one, found).status == "partly"


def test_a_rule_taken_out_is_asked_for_in_vain_and_is_there_again_after() -> None:
    with without("chongqing", "deadlines:filing_feedback"), pytest.raises(Refusal):
        due("filing_feedback", "2026-09-28", region="chongqing")
    assert due("filing_feedback", "2026-09-28", region="chongqing").value.days == 5


def test_code_taken_out_is_not_there_for_anybody_and_is_back_after() -> None:
    with without("chongqing", "zhuangjian.engines.rules.deadlines:due"), pytest.raises(TakenOut):
        due("filing_feedback", "2026-09-28", region="chongqing")
    assert due("filing_feedback", "2026-09-28", region="chongqing").value.days == 5


def test_the_table_shows_what_is_computed() -> None:
    for row in coverage():
        if not load_pack(row.pack.partition("@")[0]).articles[row.article].measures:
            said = proofs(None, row.pack.partition("@")[0]).get(row.article, {})
            assert (row.status == "not_yet") == (not said)
