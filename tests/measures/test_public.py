"""Measures, liftings and obstructions on the public site: what the law opens, looked at by a person first (CQ 50-52, 22)."""

from __future__ import annotations

import pytest
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.measures.cases import DAY, assessed, do, inspected, lifted, owed, suspended
from tests.rectification.cases import text
from zhuangjian.apps.disclosure.models import Notice
from zhuangjian.apps.disclosure.notices import projection
from zhuangjian.apps.measures.models import Measure
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
# Copied as they are: what identifies the party, and numbers and bases that the house itself writes.
TOLD = {"name", "credit_code", "address", "region_code", "number", "basis"}


def published(w, row, **more):
    return do("disclosure.publish_measure", w.district_head, row, looked=True, **more)


def addresses(row):
    return [
        "/public/measures/",
        f"/public/measures/{row.public_id}/",
        "/public/measures/?export=csv",
        "/api/public-measures",
        f"/api/public-measures/{row.public_id}",
    ]


def marked(row, mark):
    """A mark of its own in every free text column of a row; the marks."""
    marks = []
    for field in row._meta.concrete_fields:
        words = isinstance(field, (models.CharField, models.TextField)) and not field.choices
        if words and field.name not in TOLD and not field.primary_key:
            setattr(row, field.name, f"{mark}{field.name}"[: field.max_length or 200])
            marks.append(getattr(row, field.name))
    row.save()
    return marks


def test_a_measure_is_public_with_party_basis_and_kind_in_csv_and_json_under_one_id(client, world, region):
    notice = published(world, suspended(world))
    for url in addresses(notice):
        body = text(client.get(url))
        assert notice.party_name in body, url
        assert "责令暂停生产经营" in body, url
    found = client.get(f"/api/public-measures/{notice.public_id}").json()
    assert (found["id"], found["kind"]) == (str(notice.public_id), "measure")
    assert "第五十四条" in found["legal_basis"]


def test_nobody_publishes_what_nobody_looked_at(world):
    with pytest.raises(Refusal, match="逐项核对"):
        do("disclosure.publish_measure", world.district_head, suspended(world))


def test_nothing_written_by_hand_leaves_the_house_with_a_notice(client, world):
    row = suspended(world)
    marks = marked(row, "机密")
    marks += marked(row.inspection, "内情")
    notice = published(world, row)
    for url in addresses(notice):
        body = text(client.get(url))
        assert [mark for mark in marks if mark in body] == [], url


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=st.text(st.characters(categories=("Lu", "Nd")), min_size=12, max_size=30))
def test_a_secret_in_any_field_is_in_no_projection(world, secret):
    row = Measure.objects.filter(kind="suspend").first() or suspended(world)
    marked(row, secret)
    marked(row.inspection, secret)
    assert secret not in str(projection(Measure.objects.get(pk=row.pk), DAY))


@pytest.mark.parametrize("kind", ["credit", "file", "none"])
def test_a_credit_record_a_case_and_no_measure_are_not_published(world, kind):
    row = suspended(world)
    Measure.objects.filter(pk=row.pk).update(kind=kind)
    with pytest.raises(Refusal, match="不属于公开的内容"):
        published(world, Measure.objects.get(pk=row.pk))


def test_before_the_record_is_handed_over_nothing_of_a_measure_is_published(world):
    row = inspected(world, hooks=False, stage="on_site", concluded_at=None, delivered_at=None, conclusion="")
    with pytest.raises(Refusal) as said:
        published(world, suspended(world, row, ground="risk"))
    assert said.value.article
    assert not Notice.objects.exists()


def test_a_lifting_is_published_when_the_decision_says_so_or_the_measure_is_public(client, world, region):
    quiet = lifted(world)
    assert not owed(quiet)
    asked = lifted(world, publish=True)
    assert set(owed(asked)) == {"publish_lifting"}
    measure = suspended(world)
    published(world, measure)
    row = assessed(world, row=do("apply_lifting", world.contact, measure, **dict.fromkeys(PARTS_OF, "已改")))
    row = lifted(world, row)
    assert set(owed(row)) == {"publish_lifting"}
    notice = do("disclosure.publish_lifting", world.district_head, row, looked=True)
    assert not owed(row)
    assert "解除责令暂停生产经营" in text(client.get(f"/public/measures/{notice.public_id}/"))


PARTS_OF = ("main_problems", "investigation", "risk_control", "effect")


def test_a_correction_takes_back_the_old_notice_and_names_it(client, world):
    row = suspended(world)
    first = published(world, row)
    do("disclosure.withdraw_notice", world.district_head, first, reason="地址有误")
    second = published(world, row)
    assert second.replaces_id == first.pk
    assert client.get(f"/public/measures/{first.public_id}/").status_code == 404
    assert client.get(f"/api/public-measures/{second.public_id}").json()["replaces"] == str(first.public_id)
    kept = Notice.objects.get(pk=first.pk)
    assert (kept.withdrawn_reason, timezone.localdate(kept.withdrawn_at)) == ("地址有误", DAY)


def test_when_a_published_measure_is_withdrawn_its_notice_is_to_be_taken_back(world):
    row = suspended(world)
    notice = published(world, row)
    do("withdraw", world.district_officer, row, reason="对象有误")
    assert set(owed(notice)) == {"take_back"}
    do("disclosure.withdraw_notice", world.district_head, notice, reason="措施已撤销")
    assert not owed(notice)
