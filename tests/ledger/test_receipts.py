"""A receipt proves years later, without the database, that an entry stands in the ledger."""

from __future__ import annotations

import copy
import json
import random

import pytest

from zhuangjian.apps.ledger import heads
from zhuangjian.apps.ledger.receipts import check_receipt, receipt
from zhuangjian.engines.rules.answer import Refusal


@pytest.mark.parametrize("seq", range(1, 14))
def test_every_entry_has_a_receipt_that_holds_offline(kept, django_assert_num_queries, seq):
    paper = json.loads(json.dumps(receipt(seq)))
    with django_assert_num_queries(0):
        assert check_receipt(paper) == []
        assert check_receipt(paper, heads.public_key_hex()) == []


def test_a_receipt_still_holds_when_the_ledger_has_grown(kept):
    from tests.ledger.conftest import add_authority

    early = receipt(4)
    for number in range(20, 24):
        add_authority(f"测试市第{number}检查局", kept.municipal)
    assert check_receipt(early) == []
    assert receipt(4)["head"]["size"] == 17
    assert receipt(4)["entry_hash"] == early["entry_hash"]


def test_a_receipt_shows_no_facts(kept):
    paper = receipt(4)
    assert "facts" not in paper["body"]
    assert len(paper["body"]["facts_digest"]) == 64


def leaves(value: object, path: tuple = ()) -> list[tuple]:
    if isinstance(value, dict):
        return [p for key, item in value.items() for p in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [p for key, item in enumerate(value) for p in leaves(item, (*path, key))]
    return [path]


def altered(value: object, chance: random.Random) -> object:
    if isinstance(value, str):
        if value and all(c in "0123456789abcdef" for c in value):
            at = chance.randrange(len(value))
            return value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]
        return f"{value}改"
    return 1 if value is None else int(value) + 1


@pytest.mark.parametrize("seq", [1, 6, 13])
def test_a_receipt_changed_anywhere_fails(kept, seq):
    paper = receipt(seq)
    places = leaves(paper)
    assert len(places) > 20
    for path in places:
        forged = copy.deepcopy(paper)
        holder = forged
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = altered(holder[path[-1]], random.Random(str(path)))
        assert check_receipt(forged), path


@pytest.mark.parametrize("field", ["body", "previous", "entry_hash", "proof", "head", "public_key"])
def test_a_receipt_with_a_part_missing_fails(kept, field):
    paper = receipt(2)
    del paper[field]
    assert check_receipt(paper)[0].startswith("回执格式不完整")


@pytest.mark.parametrize("junk", [None, [], "", 7, {}, {"body": {}}, {"head": None}])
def test_anything_else_is_told_to_be_no_receipt(junk):
    assert check_receipt(junk)[0].startswith("回执格式不完整")


def test_a_receipt_of_another_authority_is_told_by_its_key(kept):
    assert check_receipt(receipt(3), "0" * 64) == ["回执不是用所指的公钥签名的：不是该单位出具。"]


@pytest.mark.parametrize("seq", [0, 14, -1])
def test_no_receipt_for_what_is_not_there(kept, seq):
    with pytest.raises(Refusal, match="没有第"):
        receipt(seq)


def test_a_receipt_given_inside_a_transaction_does_not_move_the_kept_head(kept):
    from tests.ledger.conftest import add_authority

    before = heads.last_head()
    add_authority("测试市又一局", kept.municipal)
    receipt(14)
    assert heads.last_head() == before


def test_a_broken_tree_gives_no_receipt_but_says_why(tamper):
    tamper.run("DELETE FROM ledger_node WHERE level = 3")
    with pytest.raises(Refusal, match="账本树不完整"):
        receipt(3)
