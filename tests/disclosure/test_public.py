"""The public sees party, basis, result (CQ 52) — and a leak of anything else would show here (CQ 22)."""

import pytest
from django.db import models
from django.utils import timezone

from tests.disclosure.test_publish import publish
from tests.rectification.cases import PARTS, delivered, sign_in, text
from tests.rectification.test_course import recheck, report
from tests.rectification.test_issue import issue
from zhuangjian.apps.disclosure.actions.publish import WithdrawPublication
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.inspections.models import Meeting, Signature, Statement
from zhuangjian.apps.ledger.action import perform

pytestmark = pytest.mark.django_db
PUBLISHED = {"legal_basis", "inspection_type", "conclusion"}
SECRET = "机密标记"


def fill(row, skip=()):
    """Put a marker of its own into every free text column of a row; returns the markers."""
    markers = []
    for field in row._meta.concrete_fields:
        text_field = isinstance(field, (models.CharField, models.TextField)) and not field.choices
        if not text_field or field.name in skip or field.primary_key:
            continue
        marker = f"{SECRET}{row._meta.model_name}{field.name}"[: field.max_length or 200]
        setattr(row, field.name, marker)
        markers.append(marker)
    row.save()
    return markers


@pytest.fixture
def leaky(world):
    """A published inspection whose every unpublished text is a marker."""
    now = timezone.now()
    inspection = delivered(world, deficiencies=1)
    one = issue(world.district_officer, inspection, requirement=f"{SECRET}要求")
    report(world, one)
    recheck(world, one)
    statement = Statement.objects.create(inspection=inspection, text="x", made_by="x", made_at=now)
    meeting = Meeting.objects.create(
        inspection=inspection, kind="opening", held_at=now, kept_by=world.leader, points=[f"{SECRET}要点"]
    )
    signature = Signature.objects.create(
        inspection=inspection, side="party", signer_name="x", kind="signed", record_digest="x", signed_at=now
    )
    rows = [
        statement,
        meeting,
        signature,
        world.site,
        world.leader,
        world.programme_officer,
        *inspection.findings.all(),
        *inspection.deficiencies.all(),
        *one.reports.all(),
        *one.rechecks.all(),
    ]
    inspection.refresh_from_db()
    one.refresh_from_db()
    markers = [m for row in rows for m in fill(row, skip={"username", "password"})]
    markers += fill(inspection, skip=PUBLISHED) + fill(one)
    markers += fill(world.maker, skip={"name", "credit_code", "address", "region_code"})
    row = publish(world.programme_officer, inspection)
    return row, [*markers, SECRET, *PARTS.values()]


def addresses(row):
    return [
        "/public/",
        f"/public/{row.public_id}/",
        "/public/?export=csv",
        "/public/?q=丽妆&region=500103",
        "/api/public",
        f"/api/public/{row.public_id}",
    ]


def test_nothing_but_the_published_columns_leaves_the_house(client, leaky):
    row, markers = leaky
    for url in addresses(row):
        body = text(client.get(url))
        assert row.party_name in body, url
        assert [m for m in markers if m in body] == [], url


def test_search_does_not_answer_about_unpublished_text(client, leaky):
    for word in (SECRET, PARTS["investigation"]):
        assert client.get("/api/public", {"q": word}).json()["count"] == 0


def test_it_is_found_by_name_code_region_result_and_year(client, world, inspection):
    row = publish(world.head, inspection)
    year = timezone.localdate().year
    for given, count in (
        ({"q": "丽妆"}, 1),
        ({"q": row.credit_code}, 1),
        ({"q": "没有这家"}, 0),
        ({"region": "500103"}, 1),
        ({"result": row.result}, 1),
        ({"result": "生产质量管理体系存在缺陷"}, 0),
        ({"year": str(year)}, 1),
    ):
        assert client.get("/api/public", given).json()["count"] == count, given


def test_what_was_withdrawn_is_gone_from_every_public_address(client, world, inspection):
    row = publish(world.head, inspection)
    assert client.get(f"/public/{row.public_id}/").status_code == 200
    perform(WithdrawPublication, world.head, row, {"reason": "名称有误"})
    assert client.get(f"/public/{row.public_id}/").status_code == 404
    assert client.get(f"/api/public/{row.public_id}").status_code == 404
    assert row.party_name not in text(client.get("/public/"))
    assert row.party_name not in text(client.get("/public/?export=csv"))


def test_an_unpublished_inspection_is_unknown_to_the_public(client, world, inspection):
    assert world.maker.name not in text(client.get("/public/"))


def test_the_officials_pages_are_not_public(client, world, inspection):
    row = publish(world.head, inspection)
    for url in (
        "/publications/",
        f"/publications/{row.public_id}/",
        f"/publications/new/{inspection.public_id}/",
    ):
        client.logout()
        assert client.get(url).status_code == 302, url
        for who in ("contact", "auditor", "administrator"):
            assert sign_in(client, world.people[who]).get(url).status_code == 404, (url, who)
        assert sign_in(client, world.programme_officer).get(url).status_code == 200, url


def test_the_preview_shows_exactly_what_will_be_public(client, world, inspection):
    url = f"/publications/new/{inspection.public_id}/"
    before = text(sign_in(client, world.programme_officer).get(url))
    assert "/do/disclosure.publish/" in before
    publish(world.programme_officer, inspection)
    row = Publication.objects.get()
    for value in (row.party_name, row.legal_basis, row.result):
        assert value in before
    assert "/do/disclosure.publish/" not in text(sign_in(client, world.leader).get(url))


def test_a_preview_before_delivery_says_why_not(client, world):
    inspection = delivered(world, hooks=False, stage="concluded", delivered_at=None)
    page = text(sign_in(client, world.head).get(f"/publications/new/{inspection.public_id}/"))
    assert "结论作出前检查相关信息不得擅自披露" in page


def test_officials_who_do_not_see_the_inspection_learn_no_more_than_the_public(client, world, inspection):
    row = publish(world.programme_officer, inspection)
    page = text(sign_in(client, world.other_district_officer).get(f"/publications/{row.public_id}/"))
    assert row.party_name in page
    assert inspection.number not in page
    assert world.programme_officer.name not in page
    assert inspection.number in text(sign_in(client, world.head).get(f"/publications/{row.public_id}/"))
