"""One value has one byte string, and a chain of them shows every change."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.merkle import canonical_bytes, entry_hash, first_fault, genesis
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import PartyKind

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_padded():
    assert canonical_bytes({"b": [1, True, None], "a": "喆"}) == '{"a":"喆","b":[1,true,null]}'.encode()


def test_order_of_keys_does_not_matter():
    assert canonical_bytes({"x": 1, "y": 2}) == canonical_bytes({"y": 2, "x": 1})


def test_composed_and_decomposed_text_are_one():
    assert canonical_bytes("e\u0301") == canonical_bytes("\u00e9") == '"é"'.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (1e23, "1" + "0" * 23),
        (1e-7, "0.0000001"),
        (0.1, "0.1"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+2"), "100"),
        (100, "100"),
    ],
)
def test_numbers_are_plain_decimals(value, text):
    assert canonical_bytes(value) == text.encode()


def test_dates_enums_and_uuids_have_one_form():
    noon = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    assert canonical_bytes(date(2026, 11, 21)) == b'"2026-11-21"'
    assert canonical_bytes(noon) == canonical_bytes(noon.astimezone(UTC)) == b'"2026-11-21T04:00:00Z"'
    assert canonical_bytes({PartyKind.FILER: (PartyKind.SALON,)}) == b'{"filer":["salon"]}'
    assert canonical_bytes(UUID(int=1)) == b'"00000000-0000-0000-0000-000000000001"'


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [float("nan")]}, r"\$\.a\[0\] 是 nan"),
        (Decimal("Infinity"), "不是有限的数"),
        ({"when": datetime.fromisoformat("2026-01-01T00:00")}, r"\$\.when 的时间没有时区"),
        ({1: 2}, "键 1 不是文字"),
        ({"\u00e9": 1, "e\u0301": 2}, "两个写法不同"),
        ({"a": b"x"}, "bytes"),
        ({"a": {1, 2}}, "set"),
        ("\ud800", "代理码位"),
    ],
)
def test_what_has_no_single_form_is_refused_with_its_place(value, message):
    with pytest.raises(Refusal, match=message):
        canonical_bytes(value)


@given(JSON_VALUES)
def test_a_record_hashes_the_same_after_a_round_trip_through_json(value):
    try:
        written = canonical_bytes(value)
    except Refusal:
        return
    assert canonical_bytes(json.loads(written)) == written
    assert canonical_bytes(json.loads(json.dumps(value))) == written


def chain_of(count: int) -> list[tuple[bytes, bytes, bytes]]:
    rows, prev = [], genesis()
    for number in range(count):
        content = canonical_bytes({"no": number})
        value = entry_hash(prev, content)
        rows.append((prev, content, value))
        prev = value
    return rows


def test_an_untouched_chain_has_no_fault_and_can_be_checked_in_pieces():
    rows = chain_of(9)
    assert first_fault(rows) is None
    assert first_fault(rows[4:], start=rows[3][2]) is None
    assert first_fault(rows[4:]).kind == "link"


@given(st.integers(2, 20), st.data())
def test_changed_removed_inserted_and_swapped_entries_are_found(count, data):
    rows = chain_of(count)
    at = data.draw(st.integers(0, count - 2))
    prev, content, value = rows[at]
    changed = [*rows[:at], (prev, content + b" ", value), *rows[at + 1 :]]
    assert (first_fault(changed).index, first_fault(changed).kind) == (at, "content")
    removed = rows[:at] + rows[at + 1 :]
    assert (first_fault(removed).index, first_fault(removed).kind) == (at, "link")
    inserted = [*rows[: at + 1], rows[at], *rows[at + 1 :]]
    assert first_fault(inserted).index == at + 1
    swapped = [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]
    assert first_fault(swapped).index == at


def test_the_hash_depends_on_algorithm_and_on_a_whole_previous_hash():
    assert entry_hash(genesis(), b"{}") != entry_hash(genesis(), b"{}", "sm3")
    with pytest.raises(Refusal, match="32 字节，实为 3"):
        entry_hash(b"abc", b"{}")
