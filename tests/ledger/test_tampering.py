"""Whatever somebody changes behind the system's back, the verification finds it."""

from __future__ import annotations

import random

import pytest
from django.apps import apps
from django.db import connection

from tests.ledger.tampering import columns
from zhuangjian.apps.ledger import chain, heads
from zhuangjian.apps.ledger.models import Entry, Node
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines import merkle

ENTRY = [name for name, _ in columns("ledger_entry")] if apps.ready else []
NODE = [name for name, _ in columns("ledger_node") if name != "id"] if apps.ready else []
COVERED = (
    "authorities_authority",
    "inspections_inspection",
    "inspections_teammember",
    "inspections_finding",
    "inspections_deficiency",
    "documents_document",
)
OBJECT = [
    (table, name)
    for table in (COVERED if apps.ready else ())
    for name, _ in columns(table)
    if name != "version"
]
HASHES = ("hash", "previous", "state_digest", "seal")


def other(kind: str, old: object, chance: random.Random) -> object:
    """A value of the column's type that is not the old one."""
    if kind in {"BooleanField"}:
        return not old
    if kind in {"BigIntegerField", "ForeignKey", "OneToOneField", "BigAutoField"} or "Integer" in kind:
        return (int(old or 0)) + chance.randint(1, 999)
    if kind == "DateTimeField":
        return (
            "2031-02-03 04:05:06.000007+00:00" if connection.vendor == "postgresql" else "2031-02-03 04:05:06"
        )
    if kind == "DateField":
        return "2031-02-03"
    if kind == "JSONField":
        return '{"changed": true}'
    if kind == "FloatField":
        return chance.random()
    if kind == "UUIDField":
        return f"{chance.getrandbits(128):032x}"
    return "".join(chance.choices("0123456789abcdef", k=6)) if old != "" else "x"


def change(tamper, table: str, column: str, seed: str, key: str = "id") -> str:
    """Change one column of one random row; returns the row's key."""
    chance = random.Random(seed)
    kind = dict(columns(table))[column]
    rows = tamper.rows(f'SELECT "{key}", "{column}" FROM {table} ORDER BY "{key}"')
    pk, old = chance.choice(rows)
    assert (
        tamper.run(f'UPDATE {table} SET "{column}" = %s WHERE "{key}" = %s', other(kind, old, chance), pk)
        == 1
    )
    return str(pk)


def test_an_untouched_ledger_has_no_fault(kept):
    report = verify()
    assert report.faults == ()
    assert (report.entries, report.objects) == (13, 12)
    assert report.root == heads.root_at(13, "sha256")
    assert report.algorithm == "sha256"


@pytest.mark.parametrize("round_", range(2))
@pytest.mark.parametrize("column", ENTRY)
def test_a_change_to_any_column_of_an_entry_is_found(tamper, faults, column, round_):
    change(tamper, "ledger_entry", column, f"{column}/{round_}", key="seq")
    assert faults(), column


@pytest.mark.parametrize("round_", range(2))
@pytest.mark.parametrize("column", NODE)
def test_a_change_to_any_column_of_a_node_is_found(tamper, faults, column, round_):
    change(tamper, "ledger_node", column, f"{column}/{round_}")
    assert faults(), column


@pytest.mark.parametrize(("table", "column"), OBJECT)
def test_a_change_to_any_column_of_a_covered_row_is_found_and_named(tamper, faults, table, column):
    change(tamper, table, column, f"{table}.{column}")
    name = "监管机构" if table.startswith("authorities_") else "检查"
    assert any(line.startswith(name) for line in faults()), column


@pytest.mark.parametrize("column", HASHES)
@pytest.mark.parametrize("junk", ["", "zz", "00", "不是摘要", "0" * 63])
def test_a_hash_that_is_no_hash_is_reported_not_a_crash(tamper, faults, column, junk):
    tamper.run(f"UPDATE ledger_entry SET {column} = %s WHERE seq = 5", junk)
    assert any("第 5 条" in line or "0/4" in line or "检查" in line for line in faults())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="只有 SQLite 允许把文字写进其他类型的列")
@pytest.mark.parametrize(
    ("table", "column", "where"),
    [
        ("ledger_entry", "at", "seq = 4"),
        ("ledger_entry", "seq", "seq = 4"),
        ("ledger_entry", "object_id", "seq = 4"),
        ("ledger_node", "level", 'level = 0 AND "index" = 3'),
        ("ledger_node", "index", 'level = 0 AND "index" = 3'),
        ("inspections_inspection", "created_at", "1 = 1"),
        ("inspections_inspection", "conclusion_answer", "1 = 1"),
        ("inspections_finding", "found_at", "1 = 1"),
    ],
)
def test_nonsense_in_a_column_is_reported_not_a_crash(tamper, faults, table, column, where):
    assert tamper.run(f"UPDATE {table} SET \"{column}\" = '不是这个类型' WHERE {where}")
    assert faults()


@pytest.mark.parametrize("seq", [1, 6, 12])
def test_a_deleted_entry_is_named(tamper, faults, seq):
    tamper.run("DELETE FROM ledger_entry WHERE seq = %s", seq)
    assert any(line.startswith(f"账本第 {seq} 条：缺失") for line in faults())


def test_several_deleted_entries_are_told_as_one_gap(tamper, faults):
    tamper.run("DELETE FROM ledger_entry WHERE seq IN (4, 5, 6)")
    assert any(line.startswith("账本第 4 至 6 条：缺失") for line in faults())


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_deleted_node_is_found(tamper, faults, level):
    tamper.run('DELETE FROM ledger_node WHERE level = %s AND "index" = 0', level)
    assert faults()


def test_an_added_node_is_found(tamper, faults):
    Node.objects.create(level=0, index=99, hash="0" * 64)
    assert any(line.startswith("账本树节点 0/99：多出") for line in faults())


def test_a_cut_off_tail_is_found_even_with_its_nodes(tamper, faults):
    tamper.run("DELETE FROM ledger_entry WHERE seq > 10")
    tamper.run('DELETE FROM ledger_node WHERE ("index" + 1) * (1 << level) > 10')
    assert faults()[0].startswith("账本末尾：最近一次签名时有 13 条，现在只有 10 条")


def test_an_emptied_ledger_is_found(tamper, faults):
    for table in ("ledger_entry", "ledger_node"):
        tamper.run(f"DELETE FROM {table}")
    assert any("现在只有 0 条" in line for line in faults())


def test_a_missing_head_file_is_found(kept, faults):
    heads.head_file().unlink()
    assert any("找不到" in line for line in faults())


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"size": "13"}', "\x00\x01"])
def test_a_damaged_head_file_is_reported_not_a_crash(kept, faults, text):
    heads.head_file().write_text(text, encoding="utf-8")
    assert any("已损坏" in line for line in faults())


def test_a_head_with_another_root_is_found(kept, faults):
    text = heads.head_file().read_text()
    root = heads.last_head().root
    heads.head_file().write_text(text.replace(root, "0" * 64))
    assert any("不是本系统的密钥所签" in line for line in faults())


@pytest.mark.parametrize("table", COVERED)
def test_a_removed_row_is_found(tamper, faults, table):
    tamper.run(f"DELETE FROM {table} WHERE id = (SELECT MAX(id) FROM {table})")
    assert faults()


def test_a_row_written_past_the_system_is_found(kept, faults):
    from zhuangjian.apps.authorities.models import Authority

    Authority.objects.create(name="假局", short_name="假局", kind="district", region_code="500103")
    assert any("没有任何账本条目" in line for line in faults())


def test_a_part_written_past_the_system_is_found(kept, faults):
    kept.inspection.findings.create(
        item="26",
        result="conforming",
        found_by=kept.inspection.team.get().person,
        found_at=kept.inspection.created_at,
    )
    assert any(line.startswith("检查") for line in faults())


def rewrite(tamper, first: int, sealer=None) -> None:
    """An attacker with the code but without the key: chain, state digests and tree recomputed from ``first`` on."""
    frontier = merkle.Frontier()
    previous = chain.GENESIS
    tamper.run("DELETE FROM ledger_node")
    for entry in Entry.objects.order_by("seq"):
        if entry.seq >= first:
            entry.previous = previous
            entry.hash = chain.entry_hash(entry)
            tamper.run(
                "UPDATE ledger_entry SET previous = %s, hash = %s WHERE seq = %s",
                entry.previous,
                entry.hash,
                entry.seq,
            )
        previous = entry.hash
        frontier, nodes = frontier.append_with_nodes(merkle.leaf_hash(bytes.fromhex(entry.hash)))
        Node.objects.bulk_create(Node(level=level, index=index, hash=h.hex()) for level, index, h in nodes)


@pytest.mark.parametrize("seq", [1, 7, 13])
def test_a_recomputed_chain_without_the_key_is_found(tamper, faults, seq):
    tamper.run("UPDATE ledger_entry SET actor = '别人' WHERE seq = %s", seq)
    rewrite(tamper, seq)
    lines = faults()
    assert any("与最近一次签名的树根不符" in line for line in lines)
    assert any(line.startswith(f"账本第 {seq} 条：封印不符") for line in lines)


def test_entries_added_without_the_key_are_found_even_after_the_system_signed_again(tamper, faults):
    last = Entry.objects.get(seq=13)
    forged = Entry.objects.get(seq=12)
    forged.seq, forged.previous, forged.state_digest = 14, last.hash, last.state_digest
    forged.hash = chain.entry_hash(forged)
    forged.save(force_insert=True)
    rewrite(tamper, 14)
    heads.sign_current()
    assert any(line.startswith("账本第 14 条：封印不符") for line in faults())


def test_a_rewritten_ledger_is_never_signed_over_the_kept_head(tamper, faults):
    before = heads.last_head()
    tamper.run("UPDATE ledger_entry SET actor = '别人' WHERE seq = 2")
    rewrite(tamper, 2)
    chain_grows()
    heads.sign_current()
    assert heads.last_head() == before
    assert any("账本被改写" in line for line in faults())


def chain_grows() -> None:
    from tests.ledger.conftest import add_authority

    add_authority("测试市新设局")


def test_a_tail_cut_off_is_not_grown_again(tamper, faults):
    from zhuangjian.apps.ledger.gaps import LostTail

    tamper.run("DELETE FROM ledger_entry WHERE seq > 12")
    tamper.run('DELETE FROM ledger_node WHERE ("index" + 1) * (1 << level) > 12')
    with pytest.raises(LostTail, match="13 条，现在只有 12 条"):
        chain_grows()
    assert any("现在只有 12 条" in line for line in faults())


def test_a_tail_cut_off_and_grown_again_behind_the_system_s_back_is_found(tamper, faults, monkeypatch):
    from zhuangjian.apps.ledger import gaps

    monkeypatch.setattr(gaps, "refuse_lost_tail", lambda name, last: None)
    tamper.run("DELETE FROM ledger_entry WHERE seq > 12")
    tamper.run('DELETE FROM ledger_node WHERE ("index" + 1) * (1 << level) > 12')
    for number in (1, 2):
        from tests.ledger.conftest import add_authority

        add_authority(f"测试市补设{number}局")
        heads.sign_current()
    assert any("账本被改写" in line for line in faults())


def test_a_head_kept_elsewhere_finds_a_ledger_rewritten_with_the_key(tamper, kept):
    elsewhere = heads.signed_head()
    tamper.run("UPDATE ledger_entry SET actor = '别人' WHERE seq = 3")
    rewrite(tamper, 3)
    for entry in Entry.objects.all():
        tamper.run(
            "UPDATE ledger_entry SET seal = %s WHERE seq = %s", heads.seal(entry.hash, "sha256"), entry.seq
        )
    heads.head_file().unlink()
    heads.sign_current()
    assert verify().ok
    assert any("另存的树头" in fault.what for fault in verify(against=elsewhere).faults)


def test_many_faults_are_cut_short_but_never_to_none(tamper):
    tamper.run("UPDATE ledger_entry SET facts = '{}x'")
    report = verify()
    assert not report.ok
    assert report.entries == 13


def test_nothing_is_added_to_a_broken_end(tamper):
    from zhuangjian.apps.ledger.chain import BrokenLedger

    tamper.run("UPDATE ledger_entry SET hash = 'zz' WHERE seq = 13")
    with pytest.raises(BrokenLedger, match="账本末尾已损坏"):
        chain_grows()
