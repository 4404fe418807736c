"""The words of the notice, of its papers in a list, and of a day on which offices rest."""

from datetime import date
from io import BytesIO

import docx
import pytest

from tests.rectification.test_issue import issue
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.render import render_docx
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.rectification.notice import context_of

pytestmark = pytest.mark.django_db
REGION_RULES = "《重庆市化妆品检查管理实施细则》"


def words_of(row):
    paper = docx.Document(BytesIO(render_docx("rectification_notice", context_of(row))))
    return "\n".join(p.text for p in paper.paragraphs)


def test_the_notice_names_whom_to_call_only_with_a_number_and_its_basis_here(world, inspection):
    officer = world.district_officer
    officer.phone = ""
    officer.save()
    row = issue(officer, inspection)
    said = words_of(row)
    assert "联系人及联系方式" not in said
    assert f"{REGION_RULES}第十九条" in said
    assert "整改期限由辖区监管部门确定" not in said
    assert "送达" not in said
    row.issued_by.phone = "023-63000000"
    assert f"{world.district.name} {officer.name} 023-63000000。" in words_of(row)


def test_a_notice_has_no_column_that_stays_empty(world, inspection):
    paper = docx.Document(
        BytesIO(render_docx("rectification_notice", context_of(issue(world.district_officer, inspection))))
    )
    heads = [cell.text for cell in paper.tables[0].rows[0].cells]
    assert heads == ["序号", "条款", "类别", "不符合事实描述"]
    assert all(cell.text.strip() for row in paper.tables[0].rows for cell in row.cells)


def test_a_basis_that_names_the_rules_of_this_region_is_not_lengthened(world, inspection):
    inspection.legal_basis = f"{REGION_RULES}第六条"
    inspection.save()
    row = issue(world.district_officer, inspection)
    row.refresh_from_db()
    assert context_of(row).basis == f"{REGION_RULES}第六条"


def test_the_two_formats_of_a_notice_read_apart(world, inspection):
    row = issue(world.district_officer, inspection)
    papers = Document.objects.unrestricted().filter(
        target_model="rectification.rectification", target_id=row.pk
    )
    assert {p.titled for p in papers} == {
        f"整改通知书 {row.number}（PDF）",
        f"整改通知书 {row.number}（Word）",
    }
    assert Duty.objects.get(kind="rectification.report").title.endswith(f"：{world.maker.name}")


@pytest.mark.parametrize(("day", "rests"), [(date(2027, 3, 13), True), (date(2027, 3, 12), False)])
def test_a_limit_on_a_day_of_rest_is_said_and_not_refused(world, inspection, client, day, rests):
    row = issue(world.district_officer, inspection, due_on=day)
    client.force_login(world.district_officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(row.get_absolute_url()).content.decode()
    assert ("该日为休息日" in page) is rests
