"""``zhuangjian intake``: what the command line prints, and how it refuses."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.intake.files import code, licence_row, sampling_row, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def command():
    from zhuangjian.apps.intake.commands import app

    def run(*args):
        result = CliRunner().invoke(app, [*args, "--format", "json"])
        return result.exit_code, json.loads(result.stdout)

    return run


@pytest.fixture
def register(tmp_path):
    return write(
        tmp_path / "licences_2021-01.csv",
        [licence_row(1), licence_row(2, 统一社会信用代码=code(2).replace("0", "O", 1))],
    )


def test_load_prints_the_six_numbers_and_dates_the_file_by_its_name(command, register):
    status, answer = command("load", "licences", str(register))
    assert status == 0
    six = {key: answer[key] for key in ("read", "new", "changed", "unchanged", "quarantined")}
    assert six == {"read": 2, "new": 1, "changed": 0, "unchanged": 0, "quarantined": 1}
    assert (answer["batch"] > 0, answer["as_of"]) == (True, "2021-01-31")


def test_as_of_comes_before_the_files_own_date(command, register):
    assert command("load", "licences", str(register), "--as-of", "2021-02-03")[1]["as_of"] == "2021-02-03"


def test_loading_again_reports_nothing_new(command, register):
    batch = command("load", "licences", str(register))[1]["batch"]
    again = command("load", "licences", str(register))[1]
    assert (again["new"], again["changed"], again["unchanged"], again["quarantined"]) == (0, 0, 1, 1)
    assert (again["batch"], again["repeated"]) == (batch, True)


def test_a_refusal_exits_with_one_and_says_what_to_do(command, tmp_path):
    path = tmp_path / "空.csv"
    path.write_bytes(b"")
    status, answer = command("load", "licences", str(path))
    assert status == 1
    assert "空.csv" in answer["error"]["message"]
    assert command("load", "hearsay", str(path))[0] == 1
    assert command("load", "licences", str(path), "--as-of", "昨天")[0] == 1
    assert command("resume", "99")[0] == 1


def test_quarantine_is_listed_shown_released_and_discarded(command, register, tmp_path):
    command("load", "licences", str(register))
    (held,) = command("quarantine", "list")[1]
    assert (held["row"], held["code"], held["value"]) == (3, "bad_code", code(2))
    assert command("quarantine", "show", str(held["id"]))[1]["raw"]["企业名称"] == "重庆试丽2号化妆品有限公司"
    assert command("quarantine", "release", str(held["id"]))[0] == 1
    done = command("quarantine", "release", str(held["id"]), "--suggested", "--note", "与营业执照核对")[1]
    assert (done["status"], done["party"] is not None) == ("released", True)
    path = write(
        tmp_path / "notice_2026-04.tsv", [sampling_row(1, company_names="甲公司，乙公司")], delimiter="\t"
    )
    command("load", "sampling", str(path))
    (held,) = command("quarantine", "list")[1]
    assert command("quarantine", "discard", str(held["id"]), "--note", "来源有误")[1]["status"] == "discarded"
    assert command("quarantine", "list")[1] == []
    assert len(command("quarantine", "list", "--status", "all")[1]) == 2


def test_a_value_given_by_hand_needs_an_equals_sign(command, register):
    command("load", "licences", str(register))
    (held,) = command("quarantine", "list")[1]
    assert command("quarantine", "release", str(held["id"]), "--set", "统一社会信用代码")[0] == 1
    given = f"统一社会信用代码={code(5)}"
    assert command("quarantine", "release", str(held["id"]), "--set", given)[1]["status"] == "released"


def test_batches_are_listed(command, register):
    command("load", "licences", str(register))
    (batch,) = command("batches")[1]
    assert (batch["source"], batch["finished"], batch["read"], batch["done"]) == ("licences", True, 2, 2)


def test_whoever_keeps_no_registry_lists_no_batch_and_no_row_in_quarantine(world, command, register):
    command("load", "licences", str(register))
    number = str(command("quarantine", "list", "--as", "programme_officer")[1][0]["id"])
    for name in ("leader", "district_officer", "auditor", "contact"):
        assert command("quarantine", "list", "--as", name) == (0, []), name
        assert command("batches", "--as", name) == (0, []), name
        status, answer = command("quarantine", "show", number, "--as", name)
        assert (status, "没有编号" in answer["error"]["message"]) == (1, True), name


def test_a_mapping_can_be_read_changed_and_used(command, tmp_path):
    now = command("mapping", "licences")[1]
    assert now["version"] == 0
    edited = tmp_path / "mapping.yaml"
    edited.write_text(
        now["text"].replace("许可证编号, 生产许可证编号", "许可证编号, 证号, 生产许可证编号"),
        encoding="utf-8",
    )
    assert command("mapping", "licences", "--set", str(edited))[1]["version"] == 1
    row = licence_row(1)
    row["证号"] = row.pop("许可证编号")
    assert command("load", "licences", str(write(tmp_path / "a.csv", [row])))[1]["new"] == 1


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda text: text + "\n  - {", "不是有效的 YAML"),
        (lambda text: text.replace("field: number", "field: nummer"), "缺少 field: number"),
        (lambda text: text.replace("names: [发证机关", "names: [许可证编号, 发证机关"), "用于两个 field"),
        (lambda text: text.replace("source: licences", "source: sampling"), "source 应为 licences"),
        (lambda text: text, "没有需要保存的改动"),
    ],
)
def test_an_unusable_mapping_is_refused_and_not_kept(command, tmp_path, change, words):
    edited = tmp_path / "mapping.yaml"
    edited.write_text(change(command("mapping", "licences")[1]["text"]), encoding="utf-8")
    status, answer = command("mapping", "licences", "--set", str(edited))
    assert status == 1
    assert words in answer["error"]["message"] + "".join(answer["error"]["missing"])
    assert command("mapping", "licences")[1]["version"] == 0


def test_somebody_who_may_not_keep_the_registry_is_refused(world, command, register):
    status, answer = command("load", "licences", str(register), "--as", "leader")
    assert status == 1
    assert "由市级（省级）监管部门的计划管理员或者负责人办理" in answer["error"]["message"]
    assert command("load", "licences", str(register), "--as", "nobody")[0] == 1
    assert command("load", "licences", str(register), "--as", "programme_officer")[0] == 0


def test_without_a_further_word_quarantine_lists_what_is_open(command, register):
    command("load", "licences", str(register))
    listed = command("quarantine", "list")[1]
    assert len(listed) == 1
    assert command("quarantine") == (0, listed)
    command("quarantine", "release", str(listed[0]["id"]), "--suggested", "--note", "与营业执照核对")
    assert command("quarantine") == (0, [])
