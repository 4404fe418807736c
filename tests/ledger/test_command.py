"""``zhuangjian ledger`` and ``zhuangjian user``: exit codes and JSON."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.authorities.models import ApiToken, Person
from zhuangjian.apps.ledger import heads
from zhuangjian.cli import do as doing
from zhuangjian.cli.main import module_of


@pytest.fixture
def run(db, monkeypatch):
    monkeypatch.setattr("zhuangjian.config.ready.ensure_ready", lambda: None)
    runner = CliRunner()

    def call(group: str, *words: str, expect: int = 0):
        from importlib import import_module

        app = typer.Typer()
        doing.register(app)
        if group != "list":
            app = import_module(module_of(group)).app
        result = runner.invoke(app, [*([group] if group == "list" else []), *words, "--format", "json"])
        assert result.exit_code == expect, result.output
        return json.loads(result.stdout)

    return call


def test_verify_tells_what_it_walked(run, kept):
    report = run("ledger", "verify")
    assert report["ok"] is True
    assert (report["entries"], report["objects"], report["faults"]) == (13, 12, [])


def test_verify_exits_with_one_and_names_the_fault(run, tamper):
    tamper.run("UPDATE ledger_entry SET actor = '别人' WHERE seq = 7")
    report = run("ledger", "verify", expect=1)
    assert report["faults"] == [{"where": "账本第 7 条", "what": "内容与摘要不符：内容被改动"}]


def test_a_head_kept_elsewhere_is_compared(run, kept, tmp_path):
    head = run("ledger", "head")
    file = tmp_path / "head.json"
    file.write_text(json.dumps(head), encoding="utf-8")
    assert run("ledger", "verify", "--against", str(file))["ok"] is True
    file.write_text(json.dumps(head | {"root": "0" * 64}), encoding="utf-8")
    assert run("ledger", "verify", "--against", str(file), expect=1)["ok"] is False
    file.write_text("[]", encoding="utf-8")
    assert "不是树头文件" in run("ledger", "verify", "--against", str(file), expect=1)["error"]["message"]


def test_a_receipt_goes_to_a_file_and_is_checked_from_it(run, kept, tmp_path):
    file = tmp_path / "receipt.json"
    run("ledger", "receipt", "5", "--out", str(file))
    assert run("ledger", "check-receipt", str(file))["ok"] is True
    assert (
        run("ledger", "check-receipt", str(file), "--public-key", heads.public_key_hex())["trusted_key"]
        is True
    )
    assert run("ledger", "check-receipt", str(file), "--public-key", "0" * 64, expect=1)["ok"] is False
    file.write_text(file.read_text(encoding="utf-8").replace('"seq": 5', '"seq": 6'), encoding="utf-8")
    assert run("ledger", "check-receipt", str(file), expect=1)["problems"]
    assert "没有第 99 条" in run("ledger", "receipt", "99", expect=1)["error"]["message"]
    assert (
        "读不出来" in run("ledger", "check-receipt", str(tmp_path / "absent"), expect=1)["error"]["message"]
    )


def test_the_auditor_lists_one_object_newest_first_and_nobody_lists_without_a_name(run, kept):
    for name in ("auditor", "leader"):
        enrol(Person.objects.create_user(name, "x", name=name, roles=[name.replace("leader", "inspector")]))
    listed = ("list", "ledger.entry", "--as", "auditor")
    rows = run(*listed, "--filter", f"number={kept.inspection.public_id}")["rows"]
    assert [row["action"] for row in rows] == ["test.find", "test.assign"]
    assert json.loads(rows[0]["facts"]) == {"item": "25", "on": "2026-11-20"}
    assert len(run(*listed, "--limit", "4")["rows"]) == 4
    assert "没有以此为编号的对象" in run(*listed, "--filter", "number=x", expect=1)["error"]["message"]
    assert "只有审计员" in run("list", "ledger.entry", "--as", "leader", expect=1)["error"]["message"]
    assert "以谁的名义" in run("list", "ledger.entry", expect=1)["error"]["message"]


def test_an_installation_begins_from_the_command_line(run):
    run(
        "user",
        "add-authority",
        "测试市药品监督管理局",
        "--kind",
        "municipal",
        "--region",
        "500000",
        "--short-name",
        "市局",
    )
    made = run("user", "create", "boss", "--name", "管理员", "--role", "系统管理员", "--authority", "市局")
    assert made["roles"] == ["administrator"]
    person = Person.objects.get(username="boss")
    assert person.check_password(made["password"])
    assert person.must_change_password
    token = run("user", "token", "boss", "--name", "报表", "--days", "7")
    assert token["token"].startswith("zj_")
    assert ApiToken.objects.get().digest not in token["token"]
    assert [row["username"] for row in run("list", "authorities.person", "--as", "boss")["rows"]] == ["boss"]
    assert "最后一名" in run("user", "deactivate", "boss", expect=1)["error"]["message"]
    heads.sign_current()
    assert run("ledger", "verify")["ok"] is True


def test_roles_passwords_and_closing_from_the_command_line(run, world):
    assert run("user", "roles", "leader")["roles"] == ["inspector"]
    assert run("user", "roles", "leader", "--role", "检查员", "--role", "reviewer")["roles"] == [
        "inspector",
        "reviewer",
    ]
    assert (
        "岗位分离"
        in run("user", "roles", "leader", "--role", "auditor", "--role", "head", expect=1)["error"]["message"]
    )
    assert "没有角色" in run("user", "roles", "leader", "--role", "皇帝", expect=1)["error"]["message"]
    made = run("user", "password", "leader")
    assert Person.objects.get(username="leader").check_password(made["password"])
    assert run("user", "deactivate", "leader")["active"] is False
    assert run("user", "reactivate", "leader")["active"] is True
    assert "没有登录名" in run("user", "unlock", "nobody", expect=1)["error"]["message"]


def test_a_contact_is_made_for_an_enterprise_by_its_code_and_its_letter(run, world, tmp_path):
    letter = tmp_path / "授权书.pdf"
    letter.write_bytes(b"%PDF-1.7 letter")
    make = ("user", "create", "lianxi", "--name", "联系人", "--role", "enterprise_contact")
    of_party = ("--party", "91500103MA5U0TEST1")
    assert "授权书" in run(*make, *of_party, expect=1)["error"]["message"]
    assert not Person.objects.filter(username="lianxi").exists()
    web = tmp_path / "授权书.html"
    web.write_bytes(b"<html>")
    for wrong in (
        (*of_party, "--letter", str(web), "--confirmed-on", "2026-01-05"),
        (*of_party, "--letter", str(letter), "--confirmed-on", "2999-01-05"),
        (*of_party, "--letter", str(letter), "--confirmed-on", "某日"),
        ("--party", "91500000XXXXXXXXXX", "--letter", str(letter), "--confirmed-on", "2026-01-05"),
    ):
        run(*make, *wrong, expect=1)
        assert not Person.objects.filter(username="lianxi").exists()
    run(*make, *of_party, "--letter", str(letter), "--confirmed-on", "2026-01-05")
    person = Person.objects.get(username="lianxi")
    assert person.scope.parties == {world.maker.pk}
    refused = run(
        "user", "create", "x2", "--name", "甲", "--role", "head", "--authority", "市局",
        "--party", "91500103MA5U0TEST1", expect=1,
    )  # fmt: skip
    assert "只有企业联系人" in refused["error"]["message"]
    assert not Person.objects.filter(username="x2").exists()
