"""Words the command line cannot read: the same refusal in every group, exit code 1."""

from __future__ import annotations

import json
import re
import sys

import pytest

from zhuangjian.cli import main
from zhuangjian.cli.usage import wanted_format
from zhuangjian.kernel.output import Format

# A command of each group that cannot do without something, and what that is.
LACKING = {
    "rules": (["judge", "--type", "routine"], ["--edition", "--findings"]),
    "intake": (["load", "licences"], ["FILE"]),
    "party": (["search"], None),
    "file": (["check"], None),
    "bundle": (["verify"], None),
    "letter": (["receive"], None),
    "ingredients": (["parse"], None),
    "suggest": (["checkpoints"], None),
    "ledger": (["receipt"], None),
    "user": (["create"], None),
    "draw": (["verify"], None),
    "planner": (["verify"], None),
    "match": (["link"], None),
    "risk": (["backtest"], None),
    "signals": (["disproportionality"], None),
}
GROUPS = tuple(LACKING)


@pytest.fixture
def call(monkeypatch, capsys):
    def calling(*words):
        monkeypatch.setattr(sys, "argv", ["zhuangjian", *words])
        with pytest.raises(SystemExit) as end:
            main.run()
        told = capsys.readouterr()
        return end.value.code, told.out, told.err

    return calling


def refused(answer):
    code, out, _ = answer
    assert code == 1
    error = json.loads(out)["error"]
    assert set(error) == {"article", "message", "missing"}
    assert re.search("[\u4e00-\u9fff]", error["message"])
    return error


@pytest.mark.parametrize("group", GROUPS)
def test_an_unknown_command_is_refused_and_the_known_ones_are_listed(call, group):
    error = refused(call(group, "nosuch", "--format", "json"))
    assert "没有子命令“nosuch”" in error["message"]
    assert LACKING[group][0][0] in error["message"]


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_lacking_is_named(call, group):
    words, names = LACKING[group]
    error = refused(call(group, *words, "--format", "json"))
    assert error["missing"]
    assert error["missing"] == (names or error["missing"])
    assert all(name in error["message"] for name in error["missing"])


@pytest.mark.parametrize("group", GROUPS)
def test_a_format_that_does_not_exist_is_refused_as_json(call, group):
    error = refused(call(group, LACKING[group][0][0], "--format", "xml"))
    assert "--format 的取值“xml”无效。可用：text、json。" in error["message"]


@pytest.mark.parametrize("group", GROUPS)
def test_an_unknown_option_is_refused(call, group):
    error = refused(call(group, LACKING[group][0][0], "--nosuch", "--format=json"))
    assert "没有选项 --nosuch" in error["message"]


def test_people_get_the_same_in_words_and_nothing_on_standard_output(call):
    code, out, err = call("rules", "judge", "--type", "routine")
    assert (code, out) == (1, "")
    assert "缺少 --edition、--findings" in err.replace("\n", "")
    assert "Error" not in err


def test_a_group_that_does_not_exist_is_refused(call):
    assert "rules" in refused(call("nosuch", "--format", "json"))["message"]


def test_a_word_too_many_is_shown(call):
    error = refused(call("rules", "packs", "more", "--format", "json"))
    assert "多了参数：more" in error["message"]


def test_a_value_of_the_wrong_kind_is_shown_with_what_it_should_be(call):
    error = refused(call("intake", "resume", "abc", "--format", "json"))
    assert error["message"].startswith("BATCH 的取值“abc”无效。应为：整数。")


def test_an_option_without_its_value_is_refused(call):
    assert "--on" in refused(call("rules", "due", "x", "--format", "json", "--on"))["message"]


def test_a_command_that_succeeds_still_ends_with_nought_and_a_refusal_with_one(call):
    code, out, _ = call("rules", "packs", "--format", "json")
    assert code == 0
    assert json.loads(out)
    assert refused(call("rules", "due", "nosuch", "--from", "2026-03-02", "--format", "json"))


def test_help_ends_with_nought(call):
    code, out, _ = call("rules", "--help")
    assert code == 0
    assert "judge" in out


@pytest.mark.parametrize(
    ("words", "fmt"),
    [
        ([], Format.text),
        (["--format"], Format.text),
        (["--format", "text"], Format.text),
        (["--format", "json"], Format.json),
        (["--format=json"], Format.json),
        (["--format", "xml"], Format.json),
    ],
)
def test_the_format_is_known_before_the_words_are_read(words, fmt):
    assert wanted_format(words) is fmt
