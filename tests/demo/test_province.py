"""The demo province: the same from the same seed, whole after an interruption, with work for everybody."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from tests.demo import scanning
from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.demo import risks
from zhuangjian.apps.demo.cast import ACCOUNTS
from zhuangjian.apps.demo.parties import CODES, MIX, STEP, credit_code, draft
from zhuangjian.apps.demo.province import make_province
from zhuangjian.apps.disclosure.models import Notice, Publication
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.queries import open_for
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.refused import FOLDER
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.measures.models import Lifting, Measure
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.apps.registry.models import Jurisdiction, Party, PartyKindRow, Signal
from zhuangjian.apps.risk.models import GradeChange, Objection, PartyGrade, SignalCase
from zhuangjian.apps.urgent.models import UrgentReport
from zhuangjian.engines.identifiers import parse_credit_code
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import PartyKind

DAY = date(2026, 11, 20)
FOREIGN = {
    "chongqing": re.compile(r"\bLN\b|辽宁|北岸|沈阳"),
    "liaoning": re.compile(r"\bCQ\b|重庆|山城|渝"),
}


# One of each role, and somebody who is not signed in.
READERS = ("jihua", "juzhang", "zuzhang", "qujian", "shenhe", "jicha", "qiye", "shenji", "admin", None)


def test_a_party_depends_on_seed_and_number_alone():
    one, again, other = draft(7, 2026, DAY), draft(7, 2026, DAY), draft(7, 2027, DAY)
    assert (one.party.name, one.party.credit_code) == (again.party.name, again.party.credit_code)
    assert one.party.credit_code != other.party.credit_code


@pytest.mark.parametrize("index", range(40))
def test_invented_credit_codes_have_true_check_digits(index):
    assert parse_credit_code(draft(index, 2026, DAY).party.credit_code).valid


def test_no_two_of_a_million_parties_share_a_code():
    middle = {(index * STEP + 2026) % CODES for index in range(1_000_000)}
    assert len(middle) == 1_000_000
    codes = {credit_code(Random(1), "500112", index, 2026) for index in range(2_000)}
    assert len(codes) == 2_000


def test_the_first_parties_show_every_kind():
    kinds = {kind for index in range(len(MIX)) for kind in draft(index, 2026, DAY).kinds}
    assert kinds == set(PartyKind)


def test_what_an_account_does_is_said_without_the_offices_of_one_region():
    assert [a.username for a in ACCOUNTS if "局" in a.does] == []


@pytest.mark.parametrize("count", [49, 1_000_001])
def test_sizes_outside_the_range_are_refused(db, count):
    with pytest.raises(Refusal, match="应在 50 至 1000000 之间"):
        make_province(parties=count)
    assert not Authority.objects.unrestricted().exists()


def test_demo_and_real_data_never_mix(world):
    with pytest.raises(Refusal, match="不能与正式数据混在一起"):
        make_province()
    assert not Party.objects.unrestricted().filter(is_synthetic=True).exists()


def test_a_demo_made_before_an_account_joined_is_served_as_it_is_and_names_no_account_it_lacks(world):
    Party.objects.filter(pk=world.maker.pk).update(is_synthetic=True)
    told = make_province()
    assert not told["made"]
    assert told["accounts"] == []


@pytest.fixture(scope="module", params=["chongqing", "liaoning"])
def province(request, django_db_setup, django_db_blocker, kept):
    """One whole demo province of each region for the tests below; taken away again at the end."""
    from django.db import transaction
    from django.test import override_settings

    with django_db_blocker.unblock():
        kept.end()
    with override_settings(REGION=request.param), django_db_blocker.unblock(), transaction.atomic():
        # What other tests were refused in the other region is not this province's.
        shutil.rmtree(Path(settings.HOME) / FOLDER, ignore_errors=True)
        # This begins before what cleans up for single tests: the last one's signed head may still lie there.
        (Path(settings.HOME) / "keys" / "ledger.head").unlink(missing_ok=True)
        made = make_province(on=DAY)
        yield made
        transaction.set_rollback(True)


@pytest.mark.usefixtures("province")
class TestTheWholeProvince:
    """What a newcomer finds."""

    def test_every_kind_of_party_is_there(self):
        kinds = set(PartyKindRow.objects.unrestricted().values_list("kind", flat=True))
        assert kinds == {k.value for k in PartyKind}

    def test_everybody_has_an_open_duty(self):
        names = [a.username for a in ACCOUNTS]
        people = Person.objects.unrestricted().filter(username__in=names)
        idle = [p.username for p in people if not open_for(p).exists()]
        assert idle == []

    def test_inspections_stand_at_every_place_of_the_course(self):
        stages = set(Inspection.objects.unrestricted().values_list("stage", flat=True))
        assert stages >= {
            "assigned",
            "teamed",
            "plan_submitted",
            "plan_approved",
            "on_site",
            "recorded",
            "closed",
        }

    def test_no_story_is_left_out_for_want_of_parties(self):
        rows = Inspection.objects.unrestricted()
        licensing = set(rows.filter(inspection_type="licensing").values_list("licensing_kind", "stage"))
        assert {("licensing_extension", "delivered"), ("licensing_new", "to_submit")} <= licensing, licensing
        assert {"suspend", "recall", "interview"} <= set(
            Measure.objects.unrestricted().values_list("kind", flat=True)
        )
        assert set(UrgentReport.objects.unrestricted().values_list("stage", flat=True)) == {
            "reported",
            "answered",
        }
        assert Lifting.objects.unrestricted().exists()
        assert Notice.objects.unrestricted().exists()

    def test_the_parties_made_risky_come_first_and_the_planted_groups_of_reports_are_found(self):
        planted = Signal.objects.unrestricted().filter(source_key__startswith=risks.PLANTED)
        risky = set(planted.filter(source_key__contains="/risky/").values_list("party_id", flat=True))
        grades = PartyGrade.objects.unrestricted().order_by("-total")
        first = set(grades.values_list("party_id", flat=True)[: len(risky)])
        assert len(risky) == risks.RISKY
        assert len(first & risky) >= risks.RISKY - 1
        assert not grades.filter(party__in=risky, grade__in=("A", "B")).exists()
        cases = SignalCase.objects.unrestricted()
        found = cases.filter(dimension="product")
        assert {row.event for row in found} == set(risks.REACTIONS)
        assert {row.stage for row in cases} == {"new", "assessing", "confirmed", "refuted", "closed"}
        stages = Objection.objects.unrestricted().values_list("stage", flat=True)
        assert sorted(stages) == ["answered", "open"]
        assert GradeChange.objects.unrestricted().filter(noted_at__isnull=False).exists()

    def test_rectifications_came_to_varied_ends(self):
        stages = set(Rectification.objects.unrestricted().values_list("stage", flat=True))
        assert {"issued", "reported", "closed", "escalated"} <= stages

    def test_it_names_nothing_of_another_region(self, province, request):
        foreign = FOREIGN[request.node.callspec.params["province"]]
        said = [
            *Authority.objects.unrestricted().values_list("name", flat=True),
            *Party.objects.unrestricted().values_list("address", flat=True),
            *Inspection.objects.unrestricted().values_list("legal_basis", flat=True),
            *Entry.objects.values_list("article", flat=True),
            *Jurisdiction.objects.unrestricted().values_list("article", flat=True),
            *(row["authority"] for row in province["accounts"]),
        ]
        assert [text for text in said if foreign.search(text)] == []

    @pytest.mark.parametrize("who", READERS)
    def test_nothing_that_a_person_can_open_names_another_region_and_every_link_opens(
        self, province, request, who
    ):
        foreign = scanning.FOREIGN[request.node.callspec.params["province"]]
        person = who and Person.objects.unrestricted().get(username=who)
        read = dict(scanning.everything(person))
        assert len(read) >= (15 if who else 5)
        found = {
            address: text[max(0, hit.start() - 20) : hit.end() + 20]
            for address, text in read.items()
            if (hit := foreign.search(text))
        }
        assert found == {}

    def test_no_paper_names_another_region(self, province, request):
        foreign = scanning.FOREIGN[request.node.callspec.params["province"]]
        papers = Document.objects.unrestricted().exclude(media_type__startswith="image/")
        kinds = {(d.kind, d.media_type): d for d in papers}
        assert len(kinds) > 10
        said = {
            kind: scanning.text_of(row.media_type, store.get("documents", row.digest))
            for kind, row in kinds.items()
        }
        assert all(said.values())
        assert {kind: hit[0] for kind, text in said.items() if (hit := foreign.search(text))} == {}

    def test_results_are_published(self):
        assert Publication.objects.unrestricted().count() > 5

    def test_the_ledger_covers_all_of_it(self):
        report = verify()
        # The signed head is written after a commit, and this province is never committed.
        assert [f for f in report.faults if f.where != "账本签名"] == []
        assert report.entries > 300

    def test_making_it_again_changes_nothing(self):
        before = Inspection.objects.unrestricted().count()
        assert make_province(parties=200, seed=5, on=DAY)["made"] is False
        assert Inspection.objects.unrestricted().count() == before
