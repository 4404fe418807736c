"""A document is handed out whole, to those who see its case, and every read of a record is logged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rectification.cases import delivered, sign_in
from tests.rectification.test_issue import issue
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.inspections.models import ReadLog
from zhuangjian.apps.inspections.reading import fold

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(world):
    issue(world.district_officer, delivered(world))
    return Document.objects.get(kind="rectification_notice", media_type="application/pdf")


@pytest.mark.parametrize(
    "who, status",
    [
        ("contact", 200),
        ("district_officer", 200),
        ("leader", 200),
        ("other_contact", 404),
        ("other_district_officer", 404),
        ("auditor", 404),
        ("administrator", 404),
    ],
)
def test_who_sees_the_case_gets_the_file(client, world, notice, who, status):
    answer = sign_in(client, world.people[who]).get(f"/documents/{notice.public_id}/")
    assert answer.status_code == status
    if status == 200:
        assert answer.content.startswith(b"%PDF")
        assert "attachment" in answer["Content-Disposition"]


def test_the_enterprise_gets_only_what_is_meant_for_it(client, world, notice):
    Document.objects.filter(pk=notice.pk).update(for_party=False)
    assert sign_in(client, world.contact).get(f"/documents/{notice.public_id}/").status_code == 404
    assert sign_in(client, world.district_officer).get(f"/documents/{notice.public_id}/").status_code == 200


def test_a_changed_file_is_refused_by_its_digest(client, world, notice):
    path = store.path_of("documents", notice.digest)
    path.write_bytes(path.read_bytes() + b" ")
    answer = sign_in(client, world.contact).get(f"/documents/{notice.public_id}/")
    assert answer.status_code == 409
    assert "摘要不符" in answer.content.decode()
    path.unlink()
    assert (
        "从备份恢复" in sign_in(client, world.contact).get(f"/documents/{notice.public_id}/").content.decode()
    )


def test_reading_an_inspections_record_leaves_a_row_and_a_refused_read_none(client, world):
    inspection = delivered(world)
    document = store.keep_document(
        inspection, "inspection_report", "检查报告", b"%PDF-1.7 x", "application/pdf",
        by=world.leader, at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    assert sign_in(client, world.other_contact).get(f"/documents/{document.public_id}/").status_code == 404
    assert (fold(), ReadLog.objects.count()) == (0, 0)
    assert sign_in(client, world.bureau_head).get(f"/documents/{document.public_id}/").status_code == 200
    assert fold() == 1
    read = ReadLog.objects.get()
    assert (read.person, read.inspection) == (world.bureau_head, inspection)
