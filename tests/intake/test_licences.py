"""The licence register: what is taken, what is held back, and how snapshots become history."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.files import code, licence_row

pytestmark = pytest.mark.django_db


def models():
    from zhuangjian.apps.registry import models as registry

    return registry


def held():
    from zhuangjian.apps.intake.models import Quarantine

    return [(q.number, q.code, q.faults[0]["value"]) for q in Quarantine.objects.order_by("number")]


def test_a_good_row_becomes_a_party_with_everything_it_says(take):
    take([licence_row(1, 许可项目="一般液态单元-不含眼部用护肤类（护肤水类、啫喱类）；粉单元（散粉类）")])
    party = models().Party.objects.get()
    assert (party.credit_code, party.region_code) == (code(1), "500103")
    assert {row.kind for row in party.kind_rows.all()} == {"manufacturer"}
    licence = party.licences.get()
    assert (licence.number, licence.issued_on, licence.expires_on) == (
        "渝妆20210001",
        date(2021, 1, 6),
        date(2026, 1, 5),
    )
    assert list(licence.units.order_by("pk").values_list("unit", "categories", "remark")) == [
        ("一般液态单元", "护肤水类、啫喱类", "不含眼部用护肤类"),
        ("粉单元", "散粉类", ""),
    ]
    assert set(party.sites.values_list("kind", "region_code")) == {
        ("registered", "500103"),
        ("production", "500112"),
    }


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({"统一社会信用代码": ""}, ("missing", None)),
        ({"统一社会信用代码": code(1).replace("0", "O", 1)}, ("bad_code", code(1))),
        ({"统一社会信用代码": "440111000161807"}, ("old_number", None)),
        ({"统一社会信用代码": "44012100067780"}, ("old_number", None)),
        ({"统一社会信用代码": "05337925-3"}, ("old_number", None)),
        ({"统一社会信用代码": code(1)[:-1]}, ("bad_code", None)),
        ({"企业名称": "/"}, ("missing", None)),
        ({"企业名称": "长" * 201}, ("too_long", None)),
        ({"许可证编号": "渝妆2O210001"}, ("bad_licence_number", "渝妆20210001")),
        ({"许可证编号": "渝妆2021001"}, ("bad_licence_number", None)),
        ({"许可证编号": "国妆特字20210001"}, ("bad_licence_number", None)),
        ({"有效期至": "2026-02-30"}, ("bad_date", None)),
        ({"有效期至": "2O26-01-05"}, ("bad_date", "2026-01-05")),
        ({"有效期至": ""}, ("missing", None)),
        ({"有效期至": "2021-01-05"}, ("dates_reversed", None)),
    ],
)
def test_a_doubtful_row_is_held_back_with_its_reason_and_suggestion(take, changes, expected):
    result = take([licence_row(1, **changes), licence_row(2)])
    assert (result["new"], result["quarantined"]) == (1, 1)
    assert held() == [(2, *expected)]


@pytest.mark.parametrize(
    "changes",
    [
        {"有效期至": "2021-01-06"},
        {"企业名称": "长" * 200},
        {"发证日期": ""},
        {"住所": ""},
        {"许可项目": "见附页"},
        {"统一社会信用代码": f" {code(1).lower()} "},
    ],
)
def test_an_incomplete_or_untidy_row_whose_identity_is_certain_is_taken(take, changes):
    assert take([licence_row(1, **changes)])["new"] == 1


def test_a_rename_a_move_and_a_renewal_are_history(take):
    take([licence_row(1)], "2021-01-31")
    newer = licence_row(
        1, 企业名称="重庆新名化妆品有限公司", 住所="重庆市江北区新路1号", 有效期至="2031-01-05"
    )
    assert take([newer], "2021-05-31")["changed"] == 1
    party = models().Party.objects.get()
    assert (party.name, party.address, party.region_code) == (
        "重庆新名化妆品有限公司",
        "重庆市江北区新路1号",
        "500105",
    )
    assert set(party.names.values_list("name", "seen_from", "seen_to")) == {
        ("重庆试丽1号化妆品有限公司", date(2021, 1, 31), date(2021, 1, 31)),
        ("重庆新名化妆品有限公司", date(2021, 5, 31), None),
    }
    assert party.sites.get(address="重庆市渝中区试验路1号").seen_to == date(2021, 1, 31)
    edition = party.licences.get().editions.get()
    assert (edition.expires_on, edition.seen_to) == (date(2026, 1, 5), date(2021, 1, 31))


def test_an_older_snapshot_after_a_newer_one_never_overwrites_it(take):
    take([licence_row(1, 企业名称="重庆新名化妆品有限公司")], "2021-05-31")
    assert take([licence_row(1)], "2021-01-31")["changed"] == 1
    party = models().Party.objects.get()
    assert party.name == "重庆新名化妆品有限公司"
    assert party.register_seen == date(2021, 5, 31)
    assert party.names.get(name="重庆试丽1号化妆品有限公司").seen_to == date(2021, 1, 31)


def test_the_same_facts_in_a_later_snapshot_are_unchanged_but_seen(take):
    take([licence_row(1)], "2021-01-31")
    result = take([licence_row(1)], "2021-05-31")
    assert (result["changed"], result["unchanged"]) == (0, 1)
    assert models().Licence.objects.get().last_seen == date(2021, 5, 31)
    assert models().LicenceEdition.objects.count() == 0


def _world():
    m = models()
    return (
        sorted(m.Party.objects.values_list("credit_code", "name", "address", "register_seen")),
        sorted(
            m.PartyName.objects.values_list("party__credit_code", "name", "seen_from", "seen_to"), key=str
        ),
        sorted(
            m.Site.objects.values_list("party__credit_code", "kind", "address", "seen_from", "seen_to"),
            key=str,
        ),
        sorted(
            m.Licence.objects.values_list(
                "number", "party__credit_code", "expires_on", "seen_from", "last_seen"
            )
        ),
        sorted(m.LicenceEdition.objects.values_list("licence__number", "expires_on", "seen_from", "seen_to")),
    )


def _forget():
    from zhuangjian.apps.intake.models import Batch

    models().Party.objects.unrestricted().delete()
    Batch.objects.unrestricted().delete()


DAYS = ("2021-01-31", "2021-05-31", "2022-01-31")


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["重庆甲化妆品有限公司", "重庆乙化妆品有限公司"]),
            st.sampled_from(["重庆市渝中区一路1号", "重庆市江北区二路2号"]),
            st.sampled_from(["重庆市渝北区三路3号", "重庆市渝北区四路4号；重庆市渝北区五路5号（仓库）"]),
            st.sampled_from(["2026-01-05", "2031-01-05"]),
        ),
        min_size=3,
        max_size=3,
    )
)
def test_snapshots_in_any_order_end_in_the_same_registry(take, states):
    rows = [
        licence_row(1, 企业名称=name, 住所=home, 生产地址=plant, 有效期至=until)
        for name, home, plant, until in states
    ]
    ends = []
    for order in permutations(range(3)):
        _forget()
        for place in order:
            take([rows[place]], DAYS[place])
        ends.append(_world())
    assert all(end == ends[0] for end in ends)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.sets(st.sampled_from(["许可项目", "发证机关", "住所", "生产地址"]))),
        min_size=2,
        max_size=3,
    )
)
def test_files_of_one_day_that_do_not_contradict_each_other_end_alike_in_any_order(take, files):
    rows = [
        {head: cell for head, cell in licence_row(number).items() if head not in lacking}
        for number, lacking in files
    ]
    ends = []
    for order in permutations(range(len(rows))):
        _forget()
        for place in order:
            take([rows[place]], DAYS[0])
        ends.append(_world())
    assert all(end == ends[0] for end in ends)


def test_a_licence_shown_for_another_holder_is_held_back(take):
    take([licence_row(1)])
    take([licence_row(2, 许可证编号="渝妆20210001")], "2021-05-31")
    assert held() == [(2, "other_holder", None)]
    assert models().Party.objects.count() == 1


def test_two_parties_of_one_name_are_never_merged(take):
    take([licence_row(1, 企业名称="同名厂"), licence_row(2, 企业名称="同名厂")])
    assert models().Party.objects.filter(name="同名厂").count() == 2


def test_two_rows_of_one_file_about_the_same_licence(take):
    result = take([licence_row(1), licence_row(1)])
    assert (result["new"], result["unchanged"]) == (1, 1)
    assert models().Licence.objects.count() == 1


def test_a_floor_listed_after_a_building_stays_with_its_address(take):
    take(
        [
            licence_row(
                1, 生产地址="重庆市渝北区生产路1号2号楼1楼、4楼；3号楼1楼、3楼\n重庆市渝北区货运路9号（仓库）"
            )
        ]
    )
    places = set(models().Site.objects.exclude(kind="registered").values_list("kind", "address"))
    assert places == {
        ("production", "重庆市渝北区生产路1号2号楼1楼、4楼；3号楼1楼、3楼"),
        ("warehouse", "重庆市渝北区货运路9号（仓库）"),
    }


def test_a_place_outside_the_province_says_so(take):
    take([licence_row(1, 生产地址="四川省成都市锦江区外路1号")])
    assert models().Site.objects.get(kind="production").outside_province is True
    assert models().Site.objects.get(kind="registered").outside_province is False


def test_competence_is_settled_for_parties_inside_the_province_only(world, take):
    take(
        [
            licence_row(1),
            licence_row(
                2,
                统一社会信用代码=code(2, "440103"),
                住所="广东省广州市荔湾区外路1号",
                许可证编号="粤妆20210002",
            ),
        ]
    )
    inside, outside = (models().Party.objects.get(name=f"重庆试丽{n}号化妆品有限公司") for n in (1, 2))
    assert {j.authority for j in inside.jurisdictions.all()} == {world.municipal, world.bureau}
    assert not outside.jurisdictions.exists()
    visible = models().Party.objects.visible_to(world.programme_officer)
    assert {inside, outside} <= set(visible)
    assert outside not in models().Party.objects.visible_to(world.leader)
    assert inside in models().Party.objects.visible_to(world.leader)
    assert inside not in models().Party.objects.visible_to(world.district_officer)
