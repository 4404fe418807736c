"""Rows written past the ORM are the rows that the ORM would have written."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.apps.intake.models import Batch, Quarantine, SourceRow
from zhuangjian.apps.registry import bulk
from zhuangjian.apps.registry.models import Licence, LicenceUnit, Party, PartyName, Product, Signal, Site
from zhuangjian.apps.registry.places import YEAR, _division, _names, _parser
from zhuangjian.engines.identifiers.characters import tidy
from zhuangjian.engines.names import normalise_name

MODELS = (Party, PartyName, Site, Licence, LicenceUnit, Product, Signal, SourceRow, Quarantine, Batch)
PIECES = (
    "重庆市",
    "重庆",
    "渝北区",
    "江北区",
    "朝阳",
    "朝阳区",
    "鼓楼区",
    "江苏省",
    "南京市",
    "市辖区",
    "海南省",
    "路12号",
    "（",
    " ",
)


@pytest.mark.parametrize("model", MODELS)
def test_a_made_row_has_the_defaults_of_its_model(model):
    row, plain = bulk.made(model), model()
    names = [field.attname for field in model._meta.concrete_fields]
    assert {n: getattr(row, n) for n in names} == {n: getattr(plain, n) for n in names}
    assert row._state.adding
    assert row._state.db is None


def test_two_made_rows_share_no_default():
    first, second = bulk.made(SourceRow), bulk.made(SourceRow)
    first.refs["party"] = 1
    assert second.refs == {}


@pytest.mark.django_db
def test_inserted_rows_read_back_as_they_were_and_keys_go_on_after_them():
    earlier = Party.objects.create(name="先有的企业")
    with transaction.atomic():
        parties = [bulk.made(Party, name=f"企业{n}", first_seen=date(2021, 1, n + 1)) for n in range(3)]
        names = [bulk.made(PartyName, party=party, name=party.name) for party in parties]
        bulk.insert(parties)
        bulk.insert(names)
    later = Party.objects.create(name="后来的企业")
    keys = [earlier.pk, *(p.pk for p in parties), later.pk]
    assert keys == sorted(set(keys))
    stored = list(Party.objects.unrestricted().filter(pk__in=[p.pk for p in parties]).order_by("pk"))
    assert [(p.name, p.first_seen, p.credit_code, p.version) for p in stored] == [
        (f"企业{n}", date(2021, 1, n + 1), None, 0) for n in range(3)
    ]
    assert all(p.updated_at is not None for p in stored)
    rows = PartyName.objects.unrestricted().filter(party__in=parties).order_by("pk")
    assert [(r.party_id, r.name, r.seen_to) for r in rows] == [(p.pk, p.name, None) for p in parties]
    assert not parties[0]._state.adding


@pytest.mark.django_db
def test_nested_values_read_back_from_a_json_column():
    signal = bulk.made(
        Signal, occurred_on=date(2021, 5, 1), title="甲", source_key="k", detail={"项目": ["“引号”", 1, None]}
    )
    bulk.insert([signal])
    stored = Signal.objects.unrestricted().get(pk=signal.pk)
    assert (stored.detail, stored.attributable) == ({"项目": ["“引号”", 1, None]}, True)


@pytest.mark.django_db
def test_a_second_row_with_the_same_unique_value_is_refused_as_the_orm_refuses_it():
    rows = [bulk.made(Party, name="甲", credit_code="915001120000000000") for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(rows)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
def test_a_division_is_the_one_the_parser_reads_from_the_whole_address(address):
    place = _parser().parse_single(address, YEAR)
    city = place["city_adcode"] if place["city_name"] != "市辖区" else None
    assert _division(_names(address.strip())) == (
        place["county_adcode"] or city or place["province_adcode"] or ""
    )


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("重庆丽龥一09azAZ（）、·-"), max_size=12))
def test_text_that_needs_no_tidying_is_left_as_it_is(text):
    # A full-width A takes the long way, which must come to the same.
    assert normalise_name(text) == text
    assert normalise_name("Ａ" + text + "Ａ") == f"A{text}A"
    upper = text.upper().replace("·", "")
    assert tidy(upper) == (upper, ())
    assert tidy("ａ" + upper)[0] == "A" + upper
