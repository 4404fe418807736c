"""The seed comes from where the frozen file said it would."""

from __future__ import annotations

import hashlib

import pytest

from tests.draw.helpers import plain_list
from zhuangjian.engines.draw import Document, Source, commit, commitment, freeze, reveal, run, verify
from zhuangjian.engines.rules.answer import Refusal

TWO = Source("commit_reveal", "当日收盘指数", ("市局", "公证处"))
A, B = "a" * 32, "b" * 32


def frozen(source: Source) -> Document:
    return freeze(plain_list(20), 5, source=source)


def committed(document: Document, name: str, secret: str) -> Document:
    return commit(document, name, commitment(document["frozen_digest"], name, secret))


def ready() -> Document:
    document = committed(committed(frozen(TWO), "公证处", B), "市局", A)
    return reveal(reveal(document, "市局", A), "公证处", B)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("moon"), "不认识的种子来源“moon”"),
        (Source("public_event"), "没有说明"),
        (Source("dice", "办公室", dice=9), "只掷 9 次"),
        (Source("stated", dice=10), "只有“掷骰”才写明次数"),
        (Source("commit_reveal", "指数", ("市局",)), "至少要有两个单位"),
        (Source("commit_reveal", "指数", ("市局", "")), "至少要有两个单位"),
        (Source("commit_reveal", "指数", ("A局", "Ａ局")), "只有全半角"),
        (Source("public_event", "指数", ("市局", "公证处")), "只有“承诺与揭示”才写明承诺单位"),
    ],
)
def test_a_source_must_be_named_completely_in_advance(source: Source, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        frozen(source)


def test_a_public_event_gives_its_own_words_as_seed() -> None:
    document = run(frozen(Source("public_event", "双色球第2026135期")), " 03 08 17 21 29 33 + 11 ")
    assert document["seed"] == {"value": "03 08 17 21 29 33 + 11", "text": "03 08 17 21 29 33 + 11"}


def test_ten_dice_are_enough_and_are_written_without_gaps() -> None:
    document = run(frozen(Source("dice", "纪检组现场", dice=10)), "1 2,3、4 5 6 1 2 3 4")
    assert document["seed"]["text"] == "1234561234"


@pytest.mark.parametrize("value", ["123456123", "12345612345", "1234567123", "", "abcdefabcd"])
def test_dice_that_were_not_announced_are_refused(value: str) -> None:
    with pytest.raises(Refusal):
        run(frozen(Source("dice", "纪检组现场", dice=10)), value)


@pytest.mark.parametrize("value", ["", "  ", "\u3000", "a\u200bb"])
def test_a_seed_must_be_there_and_be_visible(value: str) -> None:
    with pytest.raises(Refusal, match="没有写明种子"):
        run(frozen(Source()), value)


def test_commit_and_reveal_gives_a_seed_of_digest_public_value_and_both_secrets() -> None:
    document = run(ready(), "3345.67")
    parts = ["zhuangjian-draw-1", "seed", document["frozen_digest"], "3345.67", "市局", A, "公证处", B]
    message = b"".join(b"%d:%b" % (len(part.encode()), part.encode()) for part in parts)
    assert document["seed"] == {"value": "3345.67", "text": hashlib.sha256(message).hexdigest()}
    assert verify(document).ok


def test_the_order_of_committing_and_revealing_does_not_matter() -> None:
    other = committed(committed(frozen(TWO), "市局", A), "公证处", B)
    assert ready() == reveal(reveal(other, "公证处", B), "市局", A)


def test_each_secret_and_the_public_value_change_the_seed() -> None:
    def seed(a: str, b: str, value: str) -> str:
        document = committed(committed(frozen(TWO), "市局", a), "公证处", b)
        text: str = run(reveal(reveal(document, "市局", a), "公证处", b), value)["seed"]["text"]
        return text

    assert len({seed(A, B, "1"), seed("c" * 32, B, "1"), seed(A, "c" * 32, "1"), seed(A, B, "2")}) == 4


def test_a_commitment_is_bound_to_this_list_and_this_authority() -> None:
    one = commitment("0" * 64, "市局", A)
    assert len({one, commitment("1" * 64, "市局", A), commitment("0" * 64, "公证处", A)}) == 3


def test_nothing_is_revealed_before_everybody_has_committed() -> None:
    with pytest.raises(Refusal, match="“公证处”还没有作出承诺"):
        reveal(committed(frozen(TWO), "市局", A), "市局", A)


def test_another_secret_than_the_one_committed_to_is_refused() -> None:
    document = committed(committed(frozen(TWO), "市局", A), "公证处", B)
    with pytest.raises(Refusal, match="与其承诺不符"):
        reveal(document, "市局", B)


def test_nothing_is_drawn_before_everybody_has_revealed() -> None:
    document = committed(committed(frozen(TWO), "市局", A), "公证处", B)
    with pytest.raises(Refusal, match="“公证处”还没有揭示"):
        run(reveal(document, "市局", A), "3345.67")


def test_no_authority_can_change_its_mind_or_join_late() -> None:
    document = committed(frozen(TWO), "市局", A)
    with pytest.raises(Refusal, match="已经作出承诺，不能更换"):
        committed(document, "市局", "c" * 32)
    with pytest.raises(Refusal, match="不是冻结时写明的承诺单位"):
        committed(document, "别局", A)
    with pytest.raises(Refusal, match="与另一单位的相同"):
        commit(document, "公证处", document["commitments"][0]["commitment"])
    with pytest.raises(Refusal, match="64 位"):
        commit(document, "公证处", "A" * 64)
    with pytest.raises(Refusal, match="已经揭示"):
        reveal(ready(), "市局", A)
    with pytest.raises(Refusal, match="种子已经产生"):
        reveal(run(ready(), "1"), "市局", A)
    with pytest.raises(Refusal, match="没有承诺与揭示这一步"):
        commit(frozen(Source()), "市局", "0" * 64)


@pytest.mark.parametrize(("length", "fine"), [(15, False), (16, True)])
def test_a_secret_has_at_least_sixteen_characters(length: int, fine: bool) -> None:
    if fine:
        assert len(commitment("0" * 64, "市局", "x" * length)) == 64
    else:
        with pytest.raises(Refusal, match="秘密太短"):
            commitment("0" * 64, "市局", "x" * length)
