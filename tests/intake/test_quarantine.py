"""Rows held back: corrected and released, set aside, and remembered."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.files import code, licence_row

pytestmark = pytest.mark.django_db


def release(person, held, **given):
    from zhuangjian.apps.intake.actions.quarantine import Release
    from zhuangjian.apps.ledger.action import perform

    return perform(Release, person, held, given)


def discard(person, held, note="重复的登记"):
    from zhuangjian.apps.intake.actions.quarantine import Discard
    from zhuangjian.apps.ledger.action import perform

    return perform(Discard, person, held, {"note": note})


def only_held():
    from zhuangjian.apps.intake.models import Quarantine

    return Quarantine.objects.get()


def parties():
    from zhuangjian.apps.registry.models import Party

    return Party.objects


@pytest.fixture
def bad(take):
    """One row whose credit code has the letter O for a zero."""
    take([licence_row(1, 统一社会信用代码=code(1).replace("0", "O", 1)), licence_row(2)])
    return only_held()


def test_release_with_the_suggestion_takes_the_row_as_the_file_should_have_said(bad, keeper):
    entry = release(keeper, bad, use_suggestions=True).entry
    party = parties().get(credit_code=code(1))
    assert party.first_seen == date(2021, 1, 31)
    bad.refresh_from_db()
    assert (bad.status, bad.decided_by, bad.row.party, bad.row.outcome) == (
        "released",
        keeper,
        party,
        "released",
    )
    assert entry.action == "intake.release"
    assert code(1) not in entry.facts  # the ledger keeps digests, not the register's contents


def test_release_without_a_correction_is_refused_and_stores_nothing(bad, keeper):
    from zhuangjian.engines.rules.answer import Refusal

    with pytest.raises(Refusal) as refusal:
        release(keeper, bad)
    assert "统一社会信用代码" in refusal.value.missing[0]
    bad.refresh_from_db()
    assert bad.status == "open"
    assert parties().count() == 1


def test_a_correction_by_hand_is_checked_like_the_file(bad, keeper):
    from zhuangjian.engines.rules.answer import Refusal

    wrong = [{"column": "统一社会信用代码", "value": code(1)[:-1] + "5"}]
    with pytest.raises(Refusal):
        release(keeper, bad, corrections=wrong)
    release(keeper, bad, corrections=[{"column": "统一社会信用代码", "value": code(77)}])
    assert parties().filter(credit_code=code(77)).exists()


def test_a_correction_of_a_column_the_row_does_not_have_is_refused(bad, keeper):
    from zhuangjian.engines.rules.answer import Refusal

    with pytest.raises(Refusal, match="没有栏目“颜色”"):
        release(keeper, bad, corrections=[{"column": "颜色", "value": "红"}], use_suggestions=True)


def test_an_old_number_is_released_only_when_that_is_asked_for(take, keeper):
    from zhuangjian.engines.rules.answer import Refusal

    take([licence_row(1, 统一社会信用代码="440111000161807")])
    with pytest.raises(Refusal):
        release(keeper, only_held())
    release(keeper, only_held(), keep_old_number=True)
    party = parties().get()
    assert (party.credit_code, party.old_code) == (None, "440111000161807")


def test_a_party_kept_under_its_old_number_gets_its_new_code_from_the_next_register(take, keeper):
    take([licence_row(1, 统一社会信用代码="440111000161807")])
    release(keeper, only_held(), keep_old_number=True)
    assert take([licence_row(1)], "2021-05-31")["changed"] == 1
    party = parties().get()
    assert (party.credit_code, party.old_code) == (code(1), "440111000161807")


def test_the_decision_on_a_row_holds_for_the_same_row_in_later_files(bad, take, keeper):
    release(keeper, bad, use_suggestions=True)
    later = take(
        [licence_row(1, 统一社会信用代码=code(1).replace("0", "O", 1)), licence_row(3)], "2021-05-31"
    )
    assert (later["new"], later["unchanged"], later["quarantined"]) == (1, 1, 0)
    assert parties().get(credit_code=code(1)).register_seen == date(2021, 5, 31)


def test_a_row_set_aside_is_not_asked_about_again(bad, take, keeper):
    discard(keeper, bad)
    later = take([licence_row(1, 统一社会信用代码=code(1).replace("0", "O", 1))], "2021-05-31")
    assert (later["unchanged"], later["quarantined"]) == (1, 0)
    assert only_held().status == "discarded"
    assert not parties().filter(credit_code=code(1)).exists()


def test_the_same_bad_row_in_two_files_waits_once_and_is_taken_for_both(bad, take, keeper):
    again = take([licence_row(1, 统一社会信用代码=code(1).replace("0", "O", 1))], "2021-05-31")
    assert again["quarantined"] == 1
    release(keeper, only_held(), use_suggestions=True)
    party = parties().get(credit_code=code(1))
    assert (party.first_seen, party.register_seen) == (date(2021, 1, 31), date(2021, 5, 31))


def test_a_decided_row_cannot_be_decided_again(bad, keeper):
    from zhuangjian.engines.rules.answer import Refusal

    discard(keeper, bad)
    with pytest.raises(Refusal, match="已弃用"):
        release(keeper, bad, use_suggestions=True)


def test_of_two_people_deciding_at_once_the_second_is_told(bad, keeper):
    from zhuangjian.apps.ledger.action import Conflict

    seen = bad.version
    release(keeper, bad, use_suggestions=True, expected_version=seen)
    with pytest.raises(Conflict):
        release(keeper, bad, use_suggestions=True, expected_version=seen)


def test_only_those_who_keep_the_registry_decide(world, bad):
    from zhuangjian.engines.rules.answer import Refusal

    for person in (world.leader, world.district_officer, world.contact, world.auditor, world.administrator):
        with pytest.raises(Refusal):
            release(person, bad, use_suggestions=True)
    release(world.programme_officer, bad, use_suggestions=True)


def test_a_released_row_counts_as_unchanged_when_the_file_is_loaded_again(take, keeper, tmp_path):
    from zhuangjian.apps.intake.loading import load

    take([licence_row(1, 有效期至="2O26-01-05")])
    path = tmp_path / "rows0.csv"
    assert load("licences", path, keeper, as_of=date(2021, 1, 31))["quarantined"] == 1
    release(keeper, only_held(), use_suggestions=True)
    again = load("licences", path, keeper, as_of=date(2021, 1, 31))
    assert (again["unchanged"], again["quarantined"], again["repeated"]) == (1, 0, True)


def test_the_ledger_still_verifies_after_loads_and_decisions(bad, take, keeper):
    from zhuangjian.apps.ledger.verify import verify

    release(keeper, bad, use_suggestions=True)
    take([licence_row(2, 企业名称="重庆改名化妆品有限公司")], "2021-05-31")
    # The signed head is written on commit, which a test's transaction never reaches.
    assert [fault for fault in verify().faults if fault.where != "账本签名"] == []
