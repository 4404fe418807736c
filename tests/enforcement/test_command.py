"""``zhuangjian bundle``: exit codes, JSON, encryption for the road, nothing half written."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from pyrage import x25519
from typer.testing import CliRunner

from tests.enforcement.cases import signed
from zhuangjian.apps.enforcement.models import Bundle
from zhuangjian.apps.ledger import keys
from zhuangjian.cli.main import module_of


@pytest.fixture
def run(db, monkeypatch):
    monkeypatch.setattr("zhuangjian.config.ready.ensure_ready", lambda: None)
    runner = CliRunner()

    def call(*words: str, expect: int = 0):
        result = runner.invoke(import_module(module_of("bundle")).app, [*words, "--format", "json"])
        assert result.exit_code == expect, result.output
        return json.loads(result.stdout)

    return call


def test_made_checked_taken_in_and_receipted(run, world, tmp_path):
    row, file, receipt = signed(world), tmp_path / "b.zip", tmp_path / "r.zip"
    made = run("make", str(row.public_id), "--out", str(file), "--as", "leader")
    assert (made["number"], made["encrypted"]) == (row.number, False)
    checked = run("verify", str(file), "--key", keys.public_key_hex())
    assert (checked["ok"], checked["trusted_key"], checked["digest"]) == (True, True, made["digest"])
    words = ("receive", str(file), "--as", "district_officer", "--receipt-out", str(receipt))
    first, second = run(*words), run(*words)
    assert (first["again"], second["again"]) == (False, True)
    assert first["id"] == second["id"]
    told = run("verify", str(receipt))
    assert (told["kind"], told["about"]["of"]) == ("receipt", made["digest"])
    again = run("receipt", first["id"], "--out", str(receipt), "--as", "district_officer")
    assert again["of"] == made["digest"]
    fault = run("receipt", made["id"], "--out", str(receipt), "--as", "leader", expect=1)
    assert "由接收单位出具" in fault["error"]["message"]
    file.write_bytes(file.read_bytes() + b"\0")
    assert "移送包不成立" in run("verify", str(file), expect=1)["error"]["message"]


def test_encrypted_for_the_receiver_alone(run, world, tmp_path):
    row, file, key = signed(world), tmp_path / "b.age", tmp_path / "key.txt"
    mine = x25519.Identity.generate()
    key.write_text(str(mine), encoding="utf-8")
    words = ("make", str(row.public_id), "--out", str(file), "--as", "leader", "--encrypt-to")
    assert run(*words, str(mine.to_public()))["encrypted"] is True
    assert "--identity" in run("verify", str(file), expect=1)["error"]["message"]
    assert run("verify", str(file), "--identity", str(key))["ok"] is True
    assert run("receive", str(file), "--as", "district_officer", "--identity", str(key))["again"] is False
    before = Bundle.objects.count()
    other = tmp_path / "other.age"
    fault = run(
        "make", str(row.public_id), "--out", str(other), "--as", "leader", "--encrypt-to", "age1x", expect=1
    )
    assert "不是 age 公钥" in fault["error"]["message"]
    assert not other.exists()
    assert Bundle.objects.count() == before


def test_what_is_not_ones_to_see_does_not_exist(run, world, tmp_path):
    row, file = signed(world), tmp_path / "b.zip"
    for who, told in (
        ("other_district_officer", "无权"),
        ("auditor", "无权"),
        ("contact", "由可以查看全案的"),
    ):
        fault = run("make", str(row.public_id), "--out", str(file), "--as", who, expect=1)
        assert told in fault["error"]["message"]
    assert list(tmp_path.iterdir()) == []
    assert (
        "没有登录名"
        in run("make", str(row.public_id), "--out", str(file), "--as", "x", expect=1)["error"]["message"]
    )
    place = str(tmp_path / "none" / "b.zip")
    assert (
        "写不进"
        in run("make", str(row.public_id), "--out", place, "--as", "leader", expect=1)["error"]["message"]
    )
    assert not Bundle.objects.exists()
    assert "读不出来" in run("verify", str(tmp_path / "none.zip"), expect=1)["error"]["message"]
