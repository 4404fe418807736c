"""Absent means absent: in one region nothing of another's law is shown, stored, refused under or printed."""

import json
import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest

from tests.inspections import course
from tests.programme.test_joint import answer, both, fresh, propose
from tests.programme.test_told_of_others import assign as in_district
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.programme.models import Exchange
from zhuangjian.apps.registry.models import Jurisdiction
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import load_pack, region_names

pytestmark = pytest.mark.django_db
FOREIGN = {
    "chongqing": re.compile(r"\bLN\b|辽宁"),
    "liaoning": re.compile(r"\bCQ\b|重庆|渝药监"),
}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def foreign(region):
    return FOREIGN[region]


def merged_pair(w):
    """Two tasks on one party, ten days apart, in an approved programme."""
    made = course.programme(w)
    first = course.task(w, made)
    second = course.task(w, made, start=course.today() + timedelta(days=20))
    course.approved(w, made)
    return first, second


def assign(w, task):
    return course.do(
        "programme.assign",
        w.programme_officer,
        type(task).objects.get(pk=task.pk),
        assigned_to=w.bureau.pk,
        information="摘要",
        requirements="要求",
    )


def test_no_act_cites_another_regions_law(region, foreign):
    cited = {name: str(kind.article) for name, kind in ACTIONS.items()}
    assert not {name: article for name, article in cited.items() if foreign.search(article)}
    own = load_pack(region).head.document
    assert any(article.startswith(f"{own} ") for article in cited.values())


def test_every_key_that_code_names_is_in_the_national_list():
    import zhuangjian

    keys = set(load_pack("national").citations)
    root = store.__file__.rsplit("/apps/", 1)[0]
    assert root in zhuangjian.__file__
    for name in region_names():
        assert set(load_pack(name).citations) <= keys
    assert {kind.cites for kind in ACTIONS.values()} - {""} <= keys


def test_where_the_law_orders_merging_the_task_waits_and_where_it_only_advises_it_does_not(
    region, world, foreign, client
):
    first, _second = merged_pair(world)
    client.force_login(world.programme_officer, backend=BACKEND)
    page = client.get(first.get_absolute_url()).content.decode()
    if region == "chongqing":
        assert "间隔30日内" in page
        assert "CQ 8" in page
        with pytest.raises(Refusal, match="30日内") as refused:
            assign(world, first)
        assert refused.value.article == "CQ 8"
    else:
        assert "建议合并" in page
        assert "LN 2(9)" in page
        assert not re.search(r"(?<!月)30日", page)
        assert assign(world, first).status == "assigned"
    assert not foreign.search(page)
    assert not foreign.search(client.get(first.programme.get_absolute_url()).content.decode())


def test_two_tasks_can_be_merged_in_either_region(region, world):
    first, second = merged_pair(world)
    row = course.do("programme.merge", world.programme_officer, first, others=[second.public_id])
    assert type(row).objects.get(pk=second.pk).merged_into_id == row.pk


def test_two_authorities_go_together_in_either_region_and_are_told_of_each_other_where_the_law_orders_it(
    region, world
):
    officer, ours, theirs = both(world)
    visit = propose(world, world.programme_officer, theirs, world.district)
    assert answer(world.district_head, visit, ours).stage == "agreed"
    duty = Duty.objects.get(kind="programme.consent_joint")
    assert duty.article == {"chongqing": "CQ 8", "liaoning": "LN 2(9)"}[region]
    Jurisdiction.objects.create(party=world.shop, authority=world.bureau, article="x", reason="x")
    in_district(world, officer, fresh(ours))
    assert Exchange.objects.exists() is (region == "chongqing")


def test_the_usual_basis_names_no_other_regions_rules(region, world, foreign):
    row = course.assigned(world)
    proposed = ACTIONS["inspections.open"].initial(world.bureau_head, row)["legal_basis"]
    assert "《化妆品监督管理条例》" in proposed
    assert not foreign.search(proposed)
    assert ("重庆市" in proposed) is (region == "chongqing")


def text_of(document):
    data = store.get("documents", document.digest)
    if "word" in document.media_type:
        paper = docx.Document(BytesIO(data))
        cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
        heads = [p.text for s in paper.sections for part in (s.header, s.footer) for p in part.paragraphs]
        return "\n".join([*(p.text for p in paper.paragraphs), *cells, *heads])
    if document.media_type == "application/json":
        return json.dumps(json.loads(data), ensure_ascii=False)
    return ""


def test_papers_pages_duties_and_entries_of_a_whole_case_name_nothing_of_another_region(
    region, world, foreign, client, django_capture_on_commit_callbacks
):
    w, do = world, course.do
    with django_capture_on_commit_callbacks(execute=True):
        row = course.delivered(w, bad={"i25": "nonconforming"}, usual_basis=True)
        officer = w.inspector2 if row.local_authority_id == w.bureau.pk else w.district_officer
        due = course.today() + timedelta(days=10)
        notice = do("rectification.issue", officer, row, due_on=due, requirement="逐项整改")
    words = {
        "papers": [text_of(d) for d in Document.objects.unrestricted()],
        "duties": list(Duty.objects.unrestricted().values_list("article", flat=True)),
        "entries": list(Entry.objects.values_list("article", flat=True)),
        "why": [json.dumps(row.conclusion_answer, ensure_ascii=False)],
    }
    client.force_login(w.leader, backend=BACKEND)
    for part in ("", "plan/", "team/", "checklist/", "deficiencies/", "conclusion/", "papers/", "course/"):
        answer = client.get(row.get_absolute_url() + part)
        if answer.status_code == 200:
            words[f"leader {part}"] = [answer.content.decode()]
    for person, pages in (
        (
            w.bureau_head,
            (
                "/",
                "/programme/",
                "/inspections/",
                "/administration/authorities/",
                "/administration/credentials/",
                "/rules/values/",
            ),
        ),
        (w.contact, ("/", row.get_absolute_url(), notice.get_absolute_url())),
        (officer, (notice.get_absolute_url(), "/rectifications/")),
    ):
        client.force_login(person, backend=BACKEND)
        for page in pages:
            words[f"{person} {page}"] = [client.get(page).content.decode()]
    client.logout()
    words["public"] = [client.get("/public/").content.decode()]
    assert len(words["papers"]) > 3
    found = {where: m[0] for where, texts in words.items() for t in texts if (m := foreign.search(t))}
    assert found == {}


def test_an_article_nobody_has_read_is_marked_for_officials_and_not_shown_to_the_enterprise(
    settings, world, client
):
    from django.template import Context, Template

    settings.REGION = "liaoning"
    assert cite("plan") == "检查办法"
    shown = Template('{% load zj %}{% law "plan" %}|{% law "team" %}|{% law "kinds" %}')

    class Asked:
        def __init__(self, user):
            self.user = user

    official = shown.render(Context({"request": Asked(world.leader)})).split("|")
    assert "待确认" in official[0]
    assert "检查办法" in official[0]
    assert "条例 47" in official[1]
    assert "待" not in official[1]
    assert official[2] == ""
    enterprise = shown.render(Context({"request": Asked(world.contact)})).split("|")
    assert (enterprise[0], "条例 47" in enterprise[1]) == ("", True)
