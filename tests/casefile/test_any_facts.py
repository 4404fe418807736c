"""Whatever a file holds, and however it contradicts itself, it can be checked: every check answers, none raises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AwareDatetime

from tests.casefile.files import CLEAN, DAY
from zhuangjian.engines.casefile import Checked, Verdict, WholeFile, check_file
from zhuangjian.engines.casefile.checking import score
from zhuangjian.engines.casefile.facts import CHINA, Facts
from zhuangjian.engines.rules import load_pack
from zhuangjian.engines.rules.vocabulary import Term

WORDS = st.sampled_from(
    ["", " ", "甲", "乙", "1", "4", "P1", "actual", "operator", "91500103MA5U0TEST1", "production_clean"]
) | st.text(max_size=6)
# Near the day of the clean files, so that comparisons meet; and any day at all.
DAYS = st.dates(date(2026, 5, 1), date(2026, 9, 1)) | st.dates()
# Hypothesis wants its bounds without a zone.
NEAR = (datetime(2026, 5, 1), datetime(2026, 9, 1))  # noqa: DTZ001
MOMENTS = st.datetimes(*NEAR, timezones=st.just(CHINA)) | st.datetimes(timezones=st.just(CHINA))
PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    bool: st.booleans(),
    int: st.integers(-3, 10),
    date: DAYS,
    datetime: MOMENTS,
    AwareDatetime: MOMENTS,
    NoneType: st.none(),
}


@cache
def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of an annotation that the facts use."""
    if kind in PLAIN:
        return PLAIN[kind]
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return st.one_of([anything(one) for one in args])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        if args[-1] is Ellipsis:
            return st.lists(anything(args[0]), max_size=3).map(tuple)
        return st.tuples(*(anything(one) for one in args))
    if origin in (frozenset, set):
        return st.frozensets(anything(args[0]), max_size=3)
    if isinstance(kind, type) and issubclass(kind, Term):
        return st.sampled_from(list(kind))
    return of(kind)


@cache
def of(kind: type) -> st.SearchStrategy[Any]:
    """Any instance of one of the facts' classes."""
    if issubclass(kind, Facts):
        return st.builds(
            kind, **{name: anything(info.annotation) for name, info in kind.model_fields.items()}
        )
    assert is_dataclass(kind), kind
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: anything(hints[one.name]) for one in fields(kind)})


@pytest.mark.parametrize("region", ["chongqing", "liaoning"])
@given(file=of(WholeFile))
@settings(max_examples=50)
def test_no_facts_at_all_make_the_check_raise(region: str, file: WholeFile) -> None:
    checked = check_file(file, region=region)
    for check in checked.checks:
        assert check.evidence, check.name
        assert check.article
    points = score(checked, region=region)
    if points is None:
        assert (checked.verdict, checked.checks) == (Verdict.CANNOT_TELL, ())
        assert checked.note
    else:
        assert 0 <= points.points <= 100
    json.dumps(checked.to_dict(), ensure_ascii=False)


@pytest.mark.parametrize("region", ["chongqing", "liaoning"])
@given(data=st.data(), kind=st.sampled_from(sorted(CLEAN)))
@settings(max_examples=80)
def test_no_single_change_of_a_clean_file_makes_the_check_raise(
    region: str, data: st.DataObject, kind: str
) -> None:
    name = data.draw(st.sampled_from(sorted(WholeFile.model_fields)))
    value = data.draw(anything(WholeFile.model_fields[name].annotation))
    pack = load_pack(region)
    checked = check_file(CLEAN[kind](region).model_copy(update={name: value}), pack=pack)
    assert {check.verdict for check in checked.checks} <= set(Verdict)


def points_of(checked: Checked) -> int:
    """The points of a file that was checked."""
    found = score(checked, region="chongqing")
    assert found is not None
    return found.points


def test_points_are_lost_by_the_weight_of_each_fault_and_never_fall_below_none() -> None:
    clean = check_file(CLEAN["routine"](), region="chongqing")
    assert points_of(clean) == 100
    bare = WholeFile(
        checked_on=DAY,
        opened_at=datetime(2026, 6, 1, tzinfo=CHINA),
        inspection_type="routine",
        dispatching={"kind": "district"},
        organising={"kind": "municipal"},
        origin={"on_programme": False, "reason": "核查"},
        parties=("manufacturer",),
        region_code="500103",
    )
    found = check_file(bare, region="chongqing")
    assert {check.name for check in found.of(Verdict.VIOLATED)} == {"competent_unit", "on_programme"}
    assert points_of(found) == 100 - 20 - 5
    ended = bare.model_copy(
        update={
            "started_at": datetime(2026, 6, 2, tzinfo=CHINA),
            "end": "closed",
            "delivered_at": datetime(2026, 6, 2, tzinfo=CHINA),
        }
    )
    assert points_of(check_file(ended, region="chongqing")) == 0
