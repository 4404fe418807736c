"""Sampling notices: who is meant, who is blamed, and what cannot be told."""

from __future__ import annotations

import pytest

from tests.intake.files import licence_row, sampling_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(take):
    return lambda *rows: take(list(rows), "2026-04-30", "sampling")


def models():
    from zhuangjian.apps.registry import models as registry

    return registry


def held():
    from zhuangjian.apps.intake.models import Quarantine

    return [(q.number, q.column, q.code) for q in Quarantine.objects.order_by("number")]


def signals(name):
    return list(models().Signal.objects.filter(party__name=name).order_by("pk"))


MAKER = "重庆试丽1号化妆品有限公司"


def test_the_licence_number_decides_who_the_manufacturer_is(take, notice):
    take([licence_row(1)])
    notice(sampling_row(1))
    party = models().Party.objects.get(credit_code__isnull=False)
    (signal,) = signals(MAKER)
    assert (signal.party, signal.party_role, signal.attributable) == (party, "unstated", True)
    assert {row.kind for row in party.kind_rows.all()} == {"manufacturer", "filer"}
    assert models().Product.objects.get().party == party


def test_a_notice_that_uses_another_name_still_reaches_the_licence_holder_but_renames_nobody(take, notice):
    take([licence_row(1)])
    notice(sampling_row(1, company_names="重庆后来改的名化妆品有限公司"))
    (signal,) = signals(MAKER)
    assert "通告所用名称" in signal.attribution_note
    party = signal.party
    assert party.name == MAKER
    assert party.names.filter(name="重庆后来改的名化妆品有限公司", seen_to__isnull=False).exists()


def test_a_licence_number_that_contradicts_another_registered_name_is_held_back(take, notice):
    take([licence_row(1), licence_row(2)])
    notice(sampling_row(1, licence_no="渝妆20210002"))
    assert held() == [(2, "生产许可证号", "name_conflict")]
    assert models().Signal.objects.count() == 0


def test_every_role_gets_its_own_signal_and_the_commission_is_known(notice):
    notice(sampling_row(1, company_names="备案人：甲公司，生产企业：乙公司，总经销：丙公司"))
    roles = {s.party.name: s.party_role for s in models().Signal.objects.all()}
    assert roles == {
        "甲公司": "filer",
        "乙公司": "manufacturer",
        "丙公司": "distributor",
        "试验1号日化店": "sampled_unit",
    }
    commission = models().Commission.objects.get()
    assert (commission.principal.name, commission.manufacturer.name) == ("甲公司", "乙公司")
    assert models().Licence.objects.get().party.name == "乙公司"


def test_a_company_named_twice_and_sampled_itself_has_one_signal_with_all_roles(notice):
    notice(
        sampling_row(
            1, company_names="注册人：甲公司，生产企业：甲公司，经销商：丙公司", sample_unit="丙公司"
        )
    )
    roles = {s.party.name: s.party_role for s in models().Signal.objects.all()}
    assert roles == {"甲公司": "registrant,manufacturer", "丙公司": "distributor,sampled_unit"}


def test_an_upheld_objection_blames_nobody_on_the_label_and_adds_no_facts_about_them(notice):
    notice(sampling_row(1, company_names="备案人：甲公司，生产企业：乙公司", objection="1"))
    assert [s.attributable for s in (*signals("甲公司"), *signals("乙公司"))] == [False, False]
    assert [s.attributable for s in signals("试验1号日化店")] == [True]
    assert models().Commission.objects.count() == models().Licence.objects.count() == 0
    assert models().Product.objects.get().party is None


def test_an_objection_upheld_in_a_corrected_notice_takes_the_blame_away(notice):
    notice(sampling_row(1))
    assert signals(MAKER)[0].attributable is True
    assert notice(sampling_row(1, objection="1"))["changed"] == 1
    assert [s.attributable for s in signals(MAKER)] == [False]


def test_two_equal_rows_are_two_failed_batches(notice):
    result = notice(sampling_row(1), sampling_row(1), sampling_row(2))
    assert result["new"] == 3
    assert len(signals(MAKER)) == 2


def test_the_same_notice_in_another_order_changes_nothing(notice):
    rows = [sampling_row(n) for n in (1, 2, 2, 3)]
    notice(*rows)
    result = notice(*reversed(rows))
    assert (result["new"], result["changed"], result["unchanged"]) == (0, 0, 4)


@pytest.mark.parametrize(
    "changes, column, reason",
    [
        ({"company_names": ""}, "company_names", "missing"),
        ({"company_names": "甲公司，乙公司"}, "company_names", "mixed_roles"),
        ({"company_names": "甲公司，生产企业：乙公司"}, "company_names", "mixed_roles"),
        ({"company_names": "灌装商：甲公司，备案人：乙公司"}, "company_names", "unknown_role"),
        ({"registration_no": "渝G妆网备字20230O0001"}, "registration_no", "bad_product_number"),
        ({"licence_no": "渝妆2021"}, "licence_no", "bad_licence_number"),
        ({"objection": "也许"}, "objection", "bad_flag"),
        ({"product_name": "/"}, "product_name", "missing"),
    ],
)
def test_what_cannot_be_told_is_held_back(notice, changes, column, reason):
    result = notice(sampling_row(1, **changes), sampling_row(2))
    assert (result["new"], result["quarantined"]) == (1, 1)
    assert held() == [(2, column, reason)]


def test_of_two_registered_parties_of_one_name_the_licence_tells_which_and_without_it_the_row_is_held_back(
    take, notice
):
    take([licence_row(1, 企业名称="同名厂"), licence_row(2, 企业名称="同名厂")])
    notice(
        sampling_row(1, company_names="同名厂", licence_no="渝妆20210002"),
        sampling_row(2, company_names="同名厂", licence_no="/"),
    )
    assert held() == [(3, "标签标示单位", "ambiguous_name")]
    assert models().Licence.objects.get(number="渝妆20210002").party.signals.count() == 1


def test_a_register_read_later_adopts_the_party_that_a_notice_named(take, notice):
    notice(sampling_row(1))
    take([licence_row(1)], "2026-05-31")
    party = models().Party.objects.get(name=MAKER)
    assert party.credit_code is not None
    assert len(signals(MAKER)) == 1


def test_a_register_that_gives_the_licence_to_another_name_makes_no_merger(take, notice):
    notice(sampling_row(1, company_names="误印了许可证号的公司"))
    take([licence_row(1)], "2026-05-31")
    assert models().Licence.objects.get().party.name == MAKER
    assert signals(MAKER) == []
    assert len(signals("误印了许可证号的公司")) == 1
