"""``zhuangjian draw``: the contract other programs rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.draw.helpers import READING, second_problems
from zhuangjian.cli.draw import app


def call(*words: object, code: int = 0) -> Any:
    result = CliRunner().invoke(app, [*map(str, words), "--format", "json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines = [f"P{n:03},{'渝中' if n % 3 else '江北'},{'大' if n % 2 else '小'}" for n in range(60)]
    Path("list.csv").write_text("编号,区,规模\n" + "\n".join(lines) + "\n", encoding="utf-8")
    Path("out.csv").write_text("id,reason\nP001,近期已检查\nP002,年度频次已满\n", encoding="utf-8")
    people = [f"O{n},2025-01-01/2027-12-31,是,P00{n}" for n in range(8)]
    header = "编号,执法证有效期,可任组长,利害关系\n"
    Path("people.csv").write_text(header + "\n".join(people) + "\n", encoding="utf-8")
    return tmp_path


RUN = ("run", "--list", "list.csv", "--id", "编号", "--count", 9, "--seed", "S")


def test_run_and_verify_keep_the_promised_contract(place: Path) -> None:
    body = call(*RUN, "--strata", "区,规模", "--exclude", "out.csv", "--out", "draw.json")
    document = json.loads(Path("draw.json").read_bytes())
    assert body["selected"] == document["result"]["selected"]
    assert len(body["selected"]) == 9
    assert [entry["reason"] for entry in document["frozen"]["excluded"]] == ["近期已检查", "年度频次已满"]
    report = call("verify", "draw.json")
    assert report["ok"] is True
    assert report["problems"] == []
    assert report["checked"]
    assert second_problems(document) == []


def test_verify_exits_with_one_for_a_changed_file_and_for_a_digest_that_does_not_fit(place: Path) -> None:
    body = call(*RUN, "--out", "draw.json")
    call("verify", "draw.json", "--digest", body["digest"], "--digest", body["seal"])
    assert "找不到" in call("verify", "draw.json", "--digest", "0" * 64, code=1)["problems"][0]
    document = json.loads(Path("draw.json").read_bytes())
    document["rounds"][0]["selected"][0]["id"] = "P059"
    Path("draw.json").write_text(json.dumps(document), encoding="utf-8")
    report = call("verify", "draw.json", code=1)
    assert report["ok"] is False
    assert report["problems"]
    assert call("verify", "none.json", code=1)["ok"] is False


def test_the_same_draw_twice_is_the_same_file_and_another_does_not_replace_it(place: Path) -> None:
    call(*RUN, "--out", "draw.json")
    before = Path("draw.json").read_bytes()
    call(*RUN, "--out", "draw.json")
    other = (*RUN[:-1], "T", "--out", "draw.json")
    assert "已经存在" in call(*other, code=1)["error"]["message"]
    assert Path("draw.json").read_bytes() == before
    call(*other, "--force")
    assert Path("draw.json").read_bytes() != before


BAD = {
    "unknown column": ("--id", "代码"),
    "unknown stratum": ("--strata", "市"),
    "more than there is": ("--count", 61),
    "none": ("--count", 0),
    "no seed": ("--seed", ""),
    "no list": ("--list", "none.csv"),
    "empty list": ("--list", "empty.csv"),
    "header only": ("--list", "header.csv"),
    "duplicate": ("--list", "twice.csv"),
    "only width differs": ("--list", "width.csv"),
    "only case differs": ("--list", "case.csv"),
    "no reason": ("--exclude", "noreason.csv"),
    "stranger excluded": ("--exclude", "stranger.csv"),
    "stratum smaller than quota": ("--strata", "区", "--quotas", "quotas.csv"),
    "no such folder": ("--out", "none/draw.json"),
    "a folder": ("--out", "."),
    "conditions without people": ("--day", "2026-12-01"),
    "people without a day": ("--officers", "people.csv"),
    "one officer is too few": ("--officers", "people.csv", "--day", "2026-12-01", "--team-size", "1"),
    "two sources": ("file.json",),
    "no reason to repeat": ("--again", "重来"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_and_nothing_is_written(name: str, place: Path) -> None:
    files = {
        "empty.csv": "",
        "header.csv": "编号,区\n",
        "twice.csv": "编号\nA\nA\n" + "".join(f"B{n}\n" for n in range(9)),
        "width.csv": "编号\nA1\nＡ１\n" + "".join(f"B{n}\n" for n in range(9)),
        "case.csv": "编号\nA1\na1\n" + "".join(f"B{n}\n" for n in range(9)),
        "noreason.csv": "id,reason\nP001,\n",
        "stranger.csv": "id,reason\nQ,停业\n",
        "quotas.csv": "区,quota\n渝中,1\n江北,21\n",
    }
    for file, text in files.items():
        Path(file).write_text(text, encoding="utf-8")
    before = sorted(os.listdir())
    words = (
        [*RUN, "--out", "draw.json"]
        if name != "stratum smaller than quota"
        else [*RUN[:5], "--seed", "S", "--out", "draw.json"]
    )
    error = call(*words, *BAD[name], code=1)["error"]
    assert error["message"]
    assert set(error) == {"article", "message", "missing"}
    assert sorted(os.listdir()) == before


def test_the_whole_course_with_two_authorities_and_teams(place: Path) -> None:
    source = ("--source", "commit_reveal", "--source-words", "当日收盘指数", "--authorities", "市局,公证处")
    people = (
        "--officers",
        "people.csv",
        "--day",
        "2026-12-01",
        "--last-day",
        "2026-12-02",
        "--team-size",
        "2-3",
    )
    frozen = call(
        "freeze", *RUN[1:7], *source, *people, "--strata", "区", "--exclude", "out.csv", "--out", "d.json"
    )
    for name in ("市局", "公证处"):
        call("commit", "d.json", "--authority", name, "--secret-file", f"{name}.txt")
        assert Path(f"{name}.txt").stat().st_mode & 0o077 == 0
    assert "还没有揭示" in call("run", "d.json", "--seed", "3345.67", code=1)["error"]["message"]
    Path("wrong.txt").write_text("x" * 64, encoding="utf-8")
    assert (
        "与其承诺不符"
        in call("reveal", "d.json", "--authority", "市局", "--secret-file", "wrong.txt", code=1)["error"][
            "message"
        ]
    )
    for name in ("市局", "公证处"):
        call("reveal", "d.json", "--authority", name, "--secret-file", f"{name}.txt")
    drawn = call("run", "d.json", "--seed", "3345.67")
    assert drawn["digest"] == frozen["digest"]
    assert all(len(team["members"]) == 2 and team["leader"] for team in drawn["teams"])
    gone = drawn["selected"][0]
    after = call("substitute", "d.json", "--item", gone, "--reason", "已停业")
    assert gone not in after["selected"]
    team = after["teams"][0]
    changed = call(
        "substitute", "d.json", "--item", team["id"], "--officer", team["members"][0], "--reason", "生病"
    )
    assert team["members"][0] not in changed["teams"][0]["members"]
    assert "不能悄悄重抽" in call("run", "d.json", code=1)["error"]["message"]
    again = call("run", "d.json", "--again", "名单有误，经批准")
    assert again["round"] == 4
    assert call("verify", "d.json", "--digest", frozen["digest"], "--digest", drawn["seal"], code=1)[
        "problems"
    ]
    assert call("verify", "d.json", "--digest", frozen["digest"])["ok"] is True
    assert READING.check(Path("d.json").read_bytes(), [frozen["digest"]])[1] == []


def test_an_authority_can_compute_its_commitment_on_its_own_machine(place: Path) -> None:
    source = ("--source", "commit_reveal", "--source-words", "指数", "--authorities", "甲,乙")
    frozen = call("freeze", *RUN[1:7], *source, "--out", "d.json")
    value = READING.H("commit", frozen["digest"], "甲", "k" * 20)
    assert call("commit", "d.json", "--authority", "甲", "--commitment", value)["commitment"] == value
    assert "之一" in call("commit", "d.json", "--authority", "乙", code=1)["error"]["message"]
    assert (
        "不是冻结时写明"
        in call("commit", "d.json", "--authority", "丙", "--secret-file", "c.txt", code=1)["error"]["message"]
    )
    assert not Path("c.txt").exists()


def test_a_frozen_list_cannot_be_changed_at_the_draw_and_needs_a_source(place: Path) -> None:
    assert "没有写明种子来源" in call("freeze", *RUN[1:7], "--out", "d.json", code=1)["error"]["message"]
    call("freeze", *RUN[1:7], "--source", "public_event", "--source-words", "双色球", "--out", "d.json")
    assert "已经冻结" in call("run", "d.json", "--seed", "1", "--count", 3, code=1)["error"]["message"]
    assert call("verify", "d.json")["notes"] == ["尚未抽取"]
    call("run", "d.json", "--seed", "1", "--out", "e.json")
    assert json.loads(Path("d.json").read_bytes())["rounds"] == []
    assert len(json.loads(Path("e.json").read_bytes())["rounds"]) == 1


def test_a_changed_file_is_not_gone_on_with(place: Path) -> None:
    call("freeze", *RUN[1:7], "--source", "public_event", "--source-words", "双色球", "--out", "d.json")
    data = Path("d.json").read_bytes().replace("双色球".encode(), "快乐八".encode())
    Path("d.json").write_bytes(data)
    assert "未通过校验" in call("run", "d.json", "--seed", "1", code=1)["error"]["message"]
    assert Path("d.json").read_bytes() == data


def test_people_read_the_outcome_in_chinese(place: Path) -> None:
    result = CliRunner().invoke(app, [*map(str, RUN), "--out", "draw.json"])
    assert "第 1 轮完成，当前结果 9 家" in result.stdout
    result = CliRunner().invoke(app, ["verify", "draw.json"])
    assert "校验通过" in result.stdout
    assert "不能排除种子是挑选过的" in result.stdout


def test_the_command_needs_no_django_and_works_as_installed(place: Path) -> None:
    code = (
        "import sys; sys.argv[1:] = ['draw', 'run', '--list', 'list.csv', '--id', '编号', '--count', '3', '--seed', 'S',"
        " '--out', 'x.json', '--format', 'json']\n"
        "from zhuangjian.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert not any(name.split('.')[0] in ('django', 'yaml', 'openpyxl', 'python_calamine') for name in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["selected"]) == 3


def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(*RUN, "--out", "draw.json")
    before, listed = Path("draw.json").read_bytes(), sorted(os.listdir())

    def broken(_: object) -> Any:
        yield b"{"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zhuangjian.cli.draw_files.chunks", broken)
    error = call(*RUN[:-1], "T", "--out", "draw.json", "--force", code=1)["error"]
    assert "写不进去" in error["message"]
    assert Path("draw.json").read_bytes() == before
    assert sorted(os.listdir()) == listed
