"""What a file does not say stays as it was said: columns that are absent, cells that are empty, in any order."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.intake.files import licence_row, sampling_row
from tests.intake.test_licences import DAYS, _forget, _world, models

pytestmark = pytest.mark.django_db
NEEDED = ("统一社会信用代码", "企业名称", "许可证编号", "有效期至")


def only(row, *heads):
    return {head: row[head] for head in (*NEEDED, *heads)}


def test_a_later_file_without_optional_columns_empties_nothing_and_closes_no_site(take):
    take([licence_row(1)], "2021-01-31")
    result = take([only(licence_row(1))], "2021-05-31")
    assert (result["changed"], result["unchanged"]) == (0, 1)
    party = models().Party.objects.get()
    licence = party.licences.get()
    assert party.address == "重庆市渝中区试验路1号"
    assert licence.scope_text
    assert licence.issuer
    assert licence.production_address
    assert licence.issued_on == date(2021, 1, 6)
    assert licence.units.count() == 2
    assert not party.sites.exclude(seen_to=None).exists()
    assert licence.last_seen == party.register_seen == date(2021, 5, 31)


def test_a_later_file_with_empty_cells_empties_nothing(take):
    take([licence_row(1)], "2021-01-31")
    blank = licence_row(1, 住所="", 生产地址="/", 许可项目="", 发证机关="—", 发证日期="")
    assert take([blank], "2021-05-31")["unchanged"] == 1
    assert models().Licence.objects.get().issuer == "重庆市药品监督管理局"
    assert models().Site.objects.filter(seen_to=None).count() == 2


def test_an_empty_cell_is_none_where_the_mapping_says_so(take, keeper):
    from zhuangjian.apps.intake.actions.mapping import EditMapping
    from zhuangjian.apps.intake.mapping import packaged
    from zhuangjian.apps.ledger.action import perform

    take([licence_row(1)], "2021-01-31")
    text = packaged("licences").text
    for title in ("发证机关", "住所", "生产地址"):
        text = text.replace(f"title: {title},", f"title: {title}, empty: none,")
    perform(EditMapping, keeper, None, {"source": "licences", "text": text, "note": "空格表示没有"})
    take([licence_row(1, 发证机关="", 住所="", 生产地址="")], "2021-05-31")
    assert models().Licence.objects.get().issuer == ""
    assert models().Party.objects.get().address == ""
    assert not models().Site.objects.filter(seen_to=None).exists()
    take([only(licence_row(1))], "2021-06-30")
    assert models().Party.objects.get().address == ""


def test_a_change_in_a_file_of_few_columns_changes_only_what_it_says(take):
    take([licence_row(1)], "2021-01-31")
    assert take([only(licence_row(1, 有效期至="2031-01-05"))], "2021-05-31")["changed"] == 1
    licence = models().Licence.objects.get()
    assert (licence.expires_on, licence.issuer) == (date(2031, 1, 5), "重庆市药品监督管理局")
    (edition,) = licence.editions.all()
    assert (edition.expires_on, edition.seen_from, edition.seen_to) == (
        date(2026, 1, 5),
        date(2021, 1, 31),
        date(2021, 1, 31),
    )


def test_an_older_full_file_fills_what_a_newer_one_left_out(take):
    take([only(licence_row(1, 有效期至="2031-01-05"))], "2021-05-31")
    take([licence_row(1)], "2021-01-31")
    party = models().Party.objects.get()
    licence = party.licences.get()
    assert (licence.expires_on, licence.issuer) == (date(2031, 1, 5), "重庆市药品监督管理局")
    assert (party.address, party.region_code) == ("重庆市渝中区试验路1号", "500103")
    assert models().Site.objects.filter(seen_to=None).count() == 2


def _whole_world():
    m = models()
    return (
        *_world(),
        sorted(m.Party.objects.values_list("credit_code", "region_code", "first_seen"), key=str),
        sorted(
            m.Licence.objects.values_list(
                "number", "scope_text", "production_address", "issuer", "issued_on", "expires_on"
            ),
            key=str,
        ),
        sorted(
            m.LicenceEdition.objects.values_list(
                "licence__number", "scope_text", "issuer", "expires_on", "seen_from", "seen_to"
            ),
            key=str,
        ),
        sorted(m.LicenceUnit.objects.values_list("licence__number", "unit"), key=str),
        sorted(m.PartyKindRow.objects.values_list("party__credit_code", "kind", "since"), key=str),
    )


OPTIONAL = ("住所", "生产地址", "许可项目", "发证机关", "发证日期")


@settings(
    max_examples=8,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["重庆市渝中区一路1号", "重庆市江北区二路2号"]),
            st.sampled_from(["重庆市渝北区三路3号", "重庆市渝北区四路4号；重庆市渝北区五路5号（仓库）"]),
            st.sampled_from(["一局", "二局"]),
            st.sampled_from(["2026-01-05", "2031-01-05"]),
            st.sets(st.sampled_from(OPTIONAL)),
            st.booleans(),
        ),
        min_size=3,
        max_size=3,
    )
)
def test_files_with_any_columns_in_any_order_end_in_the_same_registry(take, states):
    rows = []
    for home, plant, issuer, until, lacking, blank in states:
        row = licence_row(1, 住所=home, 生产地址=plant, 发证机关=issuer, 有效期至=until)
        rows.append(
            {head: "" if head in lacking else cell for head, cell in row.items()}
            if blank
            else {head: cell for head, cell in row.items() if head not in lacking}
        )
    ends = []
    for order in permutations(range(3)):
        _forget()
        for place in order:
            take([rows[place]], DAYS[place])
        ends.append(_whole_world())
    for end in ends:
        for part, first in zip(end, ends[0], strict=True):
            assert part == first


def test_a_notice_loaded_again_without_the_objection_column_does_not_blame_the_maker(take):
    row = sampling_row(1, objection="1")
    take([row], "2021-06-30", "sampling")
    without = {head: cell for head, cell in row.items() if head not in ("objection", "result")}
    with_result = without | {"result": row["result"]}
    take([with_result | {"sample_province": ""}], "2021-06-30", "sampling")
    named = models().Signal.objects.get(party__name="重庆试丽1号化妆品有限公司")
    assert (named.attributable, named.detail["province"]) == (False, "重庆")
    assert not models().PartyKindRow.objects.filter(party=named.party).exists()


def test_an_empty_cell_of_the_objection_column_means_none(take):
    take([sampling_row(1, objection="")], "2021-06-30", "sampling")
    assert models().Signal.objects.get(party__name="重庆试丽1号化妆品有限公司").attributable


@pytest.mark.parametrize(
    "head, word",
    [
        *[("企业名称", word) for word in ("#N/A", "#NAME?", "######", "#名称?", "NULL", "nan", "0", "同上")],
        *[("住所", word) for word in ("#REF!", "＃Ｎ／Ａ", "null", "0")],
        *[("生产地址", word) for word in ("#VALUE!", "同上")],
        *[("许可项目", word) for word in ("#DIV/0!", "0")],
        *[("发证机关", word) for word in ("Err:502", "None")],
        ("发证日期", "#N/A"),
    ],
)
def test_an_error_value_or_a_filler_is_never_a_fact(take, word, head):
    from zhuangjian.apps.intake.models import Quarantine

    take([licence_row(1)], "2021-01-31")
    before = _whole_world()
    result = take([licence_row(1, **{head: word})], "2021-05-31")
    assert (result["quarantined"], result["changed"]) == (1, 0)
    assert _whole_world() == before
    held = Quarantine.objects.get()
    assert (held.code in ("error_value", "filler"), held.column, "放行" in held.suggestion) == (
        True,
        head,
        True,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"company_names": "备案人：NULL，生产企业：重庆甲厂"},
        {"company_names": "备案人：重庆甲厂，生产企业：同上"},
        {"company_names": "#N/A"},
        {"sample_unit": "#REF!"},
        {"sample_unit": "nan"},
        {"product_name": "0"},
        {"licence_no": "#VALUE!"},
        {"registration_no": "NULL"},
        {"objection": "#N/A"},
        {"items": "#N/A"},
        {"result": "#NUM!"},
    ],
)
def test_an_error_value_or_a_filler_in_a_notice_holds_its_row_back(take, changes):
    result = take([sampling_row(1, **changes)], "2021-06-30", "sampling")
    assert (result["quarantined"], models().Party.objects.count()) == (1, 0)


def test_words_that_only_contain_a_filler_are_names(take):
    assert take([licence_row(1, 企业名称="重庆零零同上日用品厂", 住所="重庆市渝中区0号")])["new"] == 1


def test_a_result_of_nought_is_a_result(take):
    assert take([sampling_row(1, result="0")], "2021-06-30", "sampling")["new"] == 1


def test_look_alike_radicals_are_the_same_name(take):
    take([licence_row(1, 企业名称="重庆青山日用化工厂")], "2021-01-31")
    named = "备案⼈：重庆⻘⼭⽇⽤化⼯⼚，⽣产企业：重庆⻘⼭⽇⽤化⼯⼚"
    take([sampling_row(1, company_names=named)], "2021-06-30", "sampling")
    assert models().Party.objects.filter(name__contains="青山").count() == 1
    signal = models().Signal.objects.get(party__name="重庆青山日用化工厂")
    assert signal.party_role == "filer,manufacturer"


def test_headings_with_look_alike_radicals_are_known(take):
    row = licence_row(1)
    renamed = {
        head.replace("生", "⽣").replace("日", "⽇").replace("至", "⾄"): cell for head, cell in row.items()
    }
    assert take([renamed])["new"] == 1
    assert models().Site.objects.filter(kind="production").count() == 1


def test_a_line_break_written_by_a_workbook_is_a_line_break(take):
    take(
        [
            licence_row(
                1,
                企业名称="重庆换行_x000D_\n化妆品厂",
                生产地址="重庆市渝北区一路1号_x000D_\n重庆市江北区二路2号",
            )
        ]
    )
    assert models().Party.objects.get().name == "重庆换行化妆品厂"
    assert set(models().Site.objects.filter(kind="production").values_list("address", flat=True)) == {
        "重庆市渝北区一路1号",
        "重庆市江北区二路2号",
    }
