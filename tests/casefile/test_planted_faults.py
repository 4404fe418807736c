"""The check finds every planted procedural fault, and none in a clean file, by the law of either region."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.casefile.faults import FAULTS, Fault
from tests.casefile.files import CLEAN
from zhuangjian.engines.casefile import CHECKS, Verdict, check_file
from zhuangjian.engines.rules import load_pack
from zhuangjian.engines.rules.vocabulary import Form, Mode

REGIONS = ("chongqing", "liaoning")


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", CLEAN)
def test_a_clean_file_has_no_fault_and_leaves_nothing_open(kind: str, region: str) -> None:
    checked = check_file(CLEAN[kind](region), region=region)
    assert checked.verdict is Verdict.MET, [
        (c.name, c.evidence) for c in checked.checks if c.verdict in ("violated", "cannot_tell")
    ]
    assert checked.count(Verdict.MET) >= 25
    assert all(check.evidence and all(check.evidence) for check in checked.checks)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", CLEAN)
def test_a_record_made_from_afar_is_held_to_no_form_of_records_on_site(kind: str, region: str) -> None:
    clean = CLEAN[kind](region)
    record = replace(clean.record, form=Form.OFF_SITE)
    there = clean.model_copy(update={"record": record})
    afar = there.model_copy(update={"mode": Mode.OFF_SITE_WRITTEN})
    assert "record_form" in {check.name for check in check_file(there, region=region).of(Verdict.VIOLATED)}
    assert "record_form" not in {check.name for check in check_file(afar, region=region).of(Verdict.VIOLATED)}


def test_more_than_fifty_faults_are_planted_and_every_check_finds_one() -> None:
    assert len(FAULTS) >= 50
    assert len({fault.said for fault in FAULTS}) == len(FAULTS)
    assert {fault.check for fault in FAULTS} == set(CHECKS)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.said)
def test_a_planted_fault_is_found_by_its_check_and_by_no_other(fault: Fault, region: str) -> None:
    checked = check_file(fault.change(CLEAN[fault.of](region)), region=region)
    found = {check.name: check for check in checked.of(Verdict.VIOLATED)}
    if fault.only not in ("", region):
        assert fault.check not in found
        assert fault.check not in {check.name for check in checked.checks}
        return
    assert fault.check in found, [
        (c.name, c.verdict, c.evidence) for c in checked.checks if c.name == fault.check
    ]
    # Beside it stand only the checks that the same change rightly concerns.
    assert set(found) - {fault.check} <= fault.also
    assert checked.verdict is Verdict.VIOLATED
    check = found[fault.check]
    assert check.article
    assert check.remedy
    assert all(check.evidence)
    if region == "chongqing" and check.basis != "house":
        assert check.article.startswith("CQ ")
    else:
        assert not check.article.startswith("CQ ")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.said)
def test_a_check_taken_out_of_the_pack_finds_nothing_any_more(fault: Fault) -> None:
    pack = load_pack("chongqing")
    without = replace(pack, file_checks={n: s for n, s in pack.file_checks.items() if n != fault.check})
    file = fault.change(CLEAN[fault.of]("chongqing"))
    assert fault.check in {check.name for check in check_file(file, pack=pack).of(Verdict.VIOLATED)}
    left = check_file(file, pack=without)
    assert fault.check not in {check.name for check in left.checks}
    assert len(left.checks) == len(pack.file_checks) - 1
    if not fault.also:
        assert left.verdict is not Verdict.VIOLATED


def test_every_check_of_a_pack_is_known_and_every_check_known_is_of_the_citys_pack() -> None:
    for name in ("national", *REGIONS):
        assert set(load_pack(name).file_checks) <= set(CHECKS), name
    assert set(load_pack("chongqing").file_checks) == set(CHECKS)


def test_a_check_that_no_function_stands_for_is_said_and_stops_nothing() -> None:
    pack = load_pack("chongqing")
    more = replace(pack, file_checks={**pack.file_checks, "of_the_future": pack.file_checks["archived"]})
    checked = check_file(CLEAN["routine"](), pack=more)
    last = checked.checks[-1]
    assert (last.name, last.verdict) == ("of_the_future", Verdict.CANNOT_TELL)
    assert "没有名为“of_the_future”的核对" in last.evidence[0]
    assert checked.verdict is Verdict.CANNOT_TELL


def test_a_conflict_is_told_without_the_interest_that_was_declared() -> None:
    fault = next(one for one in FAULTS if one.check == "no_conflict_of_interest")
    checked = check_file(fault.change(CLEAN["routine"]()), region="chongqing")
    (found,) = checked.of(Verdict.VIOLATED)
    assert found.evidence == ("乙申报的利害关系与被检查对象有关，应当回避",)
