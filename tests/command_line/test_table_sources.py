"""A table of a database in place of a file: the same answer as from the file, and clear words when it is not there."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys

import pytest

from zhuangjian.cli import main
from zhuangjian.cli.table_sources import local_tables
from zhuangjian.engines.rules.answer import Refusal

HEAD = ("编号", "产品", "反应", "日期")
ROWS = [(f"R{n:03d}", f"产品{n % 4}", f"反应{(n * 7) % 3}", "2026-01-05") for n in range(60)]


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "监测 数据.sqlite3"
    connection = sqlite3.connect(path)
    columns = ", ".join(f'"{name}" TEXT' for name in HEAD)
    connection.execute(f'CREATE TABLE "报告" ({columns})')
    connection.executemany('INSERT INTO "报告" VALUES (?, ?, ?, ?)', ROWS)
    connection.execute('CREATE TABLE "各种" (a, b, c)')
    connection.execute("INSERT INTO \"各种\" VALUES (NULL, 1.5, x'0aff')")
    connection.commit()
    connection.close()
    return path


@pytest.fixture
def call(monkeypatch, capsys):
    def calling(*words):
        monkeypatch.setattr(sys, "argv", ["zhuangjian", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main.run()
        return end.value.code, json.loads(capsys.readouterr().out)

    return calling


def pairs(call, reports, out):
    words = ("--id", "编号", "--product", "产品", "--event", "反应", "--no-ebgm", "--format", "json")
    code, told = call("signals", "disproportionality", "--reports", reports, "--out", out, *words)
    assert code == 0, told
    return told["pairs"], out.read_bytes()


def test_a_table_gives_what_the_same_rows_in_a_file_give(call, database, tmp_path):
    with (tmp_path / "报告.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([HEAD, *ROWS])
    from_file = pairs(call, tmp_path / "报告.csv", tmp_path / "一.csv")
    assert pairs(call, f"sqlite:///{database}#报告", tmp_path / "二.csv") == from_file


def test_a_relative_path_and_an_option_with_a_sign_of_equality_are_read_too(database, monkeypatch):
    monkeypatch.chdir(database.parent)
    with local_tables(["risk", f"--data=sqlite:///{database.name}#报告"]) as words:
        option, _, path = words[1].partition("=")
        assert option == "--data"
        with open(path, encoding="utf-8") as handle:
            assert list(csv.reader(handle))[1] == list(ROWS[0])


def test_nothing_numbers_and_bytes_are_written_as_csv_has_them(database):
    with (
        local_tables(["risk", f"sqlite:///{database}#各种"]) as words,
        open(words[1], encoding="utf-8") as handle,
    ):
        assert list(csv.reader(handle))[1] == ["", "1.5", "0aff"]


def test_the_copy_is_gone_afterwards(database):
    import os

    with local_tables(["match", f"sqlite:///{database}#报告"]) as words:
        assert os.path.exists(words[1])
    assert not os.path.exists(words[1])


@pytest.mark.parametrize("words", [["rules", "sqlite:///x#y"], ["signals", "报告.csv"], []])
def test_other_words_stay_as_they_are(words):
    with local_tables(words) as local:
        assert local == words


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("sqlite:///{path}", "没有写明读哪张表"),
        ("sqlite:///{path}#没有", "现有的表：各种、报告"),
        ("sqlite:////没有这个文件#表", "找不到数据库文件"),
        ("sqlite:///{text}#表", "请核对是不是 SQLite 数据库"),
        ("postgresql://127.0.0.1:1/x#表", "读不出 PostgreSQL 的表 表"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(call, database, tmp_path, source, said):
    (tmp_path / "文.txt").write_text("不是数据库" * 300, encoding="utf-8")
    source = source.format(path=database, text=tmp_path / "文.txt")
    code, told = call("risk", "backtest", "--data", source, "--format", "json")
    assert code == 1
    assert said in told["error"]["message"]


def test_a_name_with_quotes_is_a_name_and_nothing_else(database):
    with (
        pytest.raises(Refusal, match="没有表"),
        local_tables(["risk", f'sqlite:///{database}#报告"; DROP TABLE "报告']),
    ):
        pass


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_table_of_postgresql_is_read_as_well():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE "信号表" (id integer, day date, fine boolean, detail jsonb)')
        cursor.execute(
            "INSERT INTO \"信号表\" VALUES (1, '2026-01-05', true, '{\"a\": 1}'), (2, NULL, NULL, NULL)"
        )
    try:
        place = connection.get_connection_params()
        address = f"postgresql:///{place['dbname']}?host={place['host']}&user={place['user']}"
        if place.get("port"):
            address += f"&port={place['port']}"
        with local_tables(["risk", f"{address}#信号表"]) as words, open(words[1], encoding="utf-8") as handle:
            assert list(csv.reader(handle)) == [
                ["id", "day", "fine", "detail"],
                ["1", "2026-01-05", "true", '{"a": 1}'],
                ["2", "", "", ""],
            ]
    finally:
        with connection.cursor() as cursor:
            cursor.execute('DROP TABLE "信号表"')
