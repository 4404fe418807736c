"""What the auditor reads of an entry: words, no keys and codes, and nothing to type into a machine."""

import json
import re
from datetime import timedelta

import pytest

from tests.inspections import course
from tests.rectification.cases import sign_in, text
from zhuangjian.apps.ledger.fact_words import facts_of
from zhuangjian.apps.ledger.models import Entry

pytestmark = pytest.mark.django_db
KEY = re.compile(r"[a-z]+(_[a-z0-9]+)*")
NAMES_OF_PEOPLE_AND_HASHES = {"username"}


@pytest.fixture
def case(world):
    """A whole course with a deficiency, and its notice."""
    row = course.delivered(world, bad={"i25": "nonconforming"})
    officer = world.inspector2 if row.local_authority_id == world.bureau.pk else world.district_officer
    due = course.today() + timedelta(days=10)
    return course.do("rectification.issue", officer, row, due_on=due, requirement="逐项整改")


def test_every_fact_of_a_whole_course_is_named_and_told_in_words(region, world, case):
    entries = list(Entry.objects.all())
    kept = {(e.action, key) for e in entries for key in json.loads(e.facts)}
    assert len(kept) > 25
    told = [(e.action, words, value) for e in entries for words, value in facts_of(e)]
    assert [one for one in told if KEY.fullmatch(one[1])] == []
    assert [one for one in told if KEY.fullmatch(one[2])] == []
    assert ("inspections.conclude", "系统判定", "生产质量管理体系存在缺陷") in told


def test_the_pages_of_the_ledger_name_no_commands(world, case, client):
    sign_in(client, world.auditor)
    last = Entry.objects.latest("seq")
    pages = [text(client.get(f"/ledger/{last.seq}/")), text(client.post("/ledger/verify/"))]
    for page in pages:
        assert "回执" in page or "树根" in page
        assert "zhuangjian ledger" not in page
        assert "--against" not in page


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ('{"late": true}', [("逾期", "是")]),
        ('{"late": false, "attachments": []}', [("逾期", "否"), ("附件", "无")]),
        ("not json", [("（内容已损坏）", "not json")]),
        ("[1]", [("", "[1]")]),
    ],
)
def test_yes_no_nothing_and_what_cannot_be_read(facts, told):
    entry = Entry(
        action="rectification.submit_report", object_model="rectification.rectification", facts=facts
    )
    assert facts_of(entry) == told
