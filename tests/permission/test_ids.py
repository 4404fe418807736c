"""What a row is called tells nothing of other rows: no door gives away a database key, and no gap can be counted.

That no page, no answer of the API and no refusal holds a key is looked at wherever this folder's tests go (see
``doors.leaks`` and ``far``): every address and every action × every person.
"""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.permission import far
from tests.permission.crawling import SAME_FOR_ALL
from tests.permission.doors import MODELS, pages, text_of
from tests.permission.test_actions import tried
from tests.permission.test_api import routes
from zhuangjian.apps.conduct.public_ids import PublicId, hidden_models, key_in
from zhuangjian.apps.ledger.action import ACTIONS

# Every model whose rows are hidden from somebody who handles cases, and which some address or form names.
CAN_BE_HIDDEN = {
    "programme.programme",
    "programme.task",
    "programme.visit",
    "programme.exchange",
    "draws.draw",
    "draws.drawn",
    "draws.drawnofficer",
    "inspections.inspection",
    "inspections.finding",
    "inspections.deficiency",
    "inspections.statement",
    "inspections.materialrequest",
    "inspections.remotesession",
    "inspections.seconding",
    "inspections.offsiteassessment",
    "inspections.planchange",
    "evidence.evidence",
    "documents.document",
    "duties.duty",
    "rectification.rectification",
    "rectification.revocationopinion",
    "disclosure.publication",
    "measures.measure",
    "measures.lifting",
    "measures.obstruction",
    "disclosure.notice",
    "risk.run",
    "risk.warningrun",
    "risk.partygrade",
    "risk.gradechange",
    "risk.objection",
    "risk.signalcase",
    "risk.signalstep",
    "enforcement.lead",
    "enforcement.feedback",
    "enforcement.leadsample",
    "enforcement.penalty",
    "enforcement.bundle",
    "enforcement.bundlefile",
    "evidence.tradesecret",
    "evidence.secretpermit",
    "outing.outing",
    "outside.outsideproblem",
    "outside.handling",
    "urgent.urgentreport",
    "urgent.direction",
    "review.review",
    "review.question",
    "improvement.actionplan",
    "improvement.analysis",
    "improvement.problem",
    "improvement.survey",
    "improvement.surveyanswer",
    "improvement.budget",
    "improvement.item",
    "improvement.meeting",
    "improvement.member",
    "improvement.report",
    "cooperation.letter",
    "cooperation.addressee",
    "cooperation.annex",
    "cooperation.answer",
    "cooperation.extension",
    "cooperation.delegate",
    "cooperation.publiccopy",
    "cooperation.assisted",
    "cooperation.assistedentry",
    "warning.consultation",
    "warning.measure",
    "warning.alert",
    "warning.recipient",
    "standards.guide",
    "standards.question",
    "standards.suggestion",
    "standards.wording",
    "standards.opinion",
    "standards.comment",
    "standards.arrangement",
    "standards.mockcase",
    "standards.marking",
    "standards.proposal",
    "benchmark.candidacy",
    "benchmark.mark",
    "benchmark.practice",
    "benchmark.event",
    "benchmark.attendance",
    "benchmark.support",
    "concern.concern",
    "concern.informant",
    "cogovernance.piece",
    "cogovernance.event",
    "guidance.expert",
    "guidance.expertconflict",
    "guidance.guidance",
    "guidance.guidancevisit",
    "guidance.pairinglist",
    "guidance.pairing",
    "training.course",
    "training.session",
    "training.enrolment",
    "training.hourentry",
    "training.item",
    "training.itemversion",
    "training.exam",
    "training.sitting",
    "training.question",
    "training.certificate",
    "training.keypost",
    "training.material",
}


def client_of(province, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(province.people[name])
    return client


def test_everything_that_can_be_hidden_has_a_public_id():
    assert {model._meta.label_lower for model in hidden_models()} == CAN_BE_HIDDEN
    from django.apps import apps

    # Whatever an address of the site names by an id and shows to some people only.
    for label in set(MODELS.values()) - {"registry.party", "intake.batch", "intake.trial", "ledger.entry"}:
        if not label.startswith("authorities."):
            assert issubclass(apps.get_model(label), PublicId), label


def test_ids_of_rows_made_one_after_another_have_no_order(province):
    from zhuangjian.apps.duties.models import Duty

    first = Duty.objects.unrestricted().first()
    rows = []
    for _ in range(40):
        first.pk, first._state.adding = None, True
        first.public_id = Duty._meta.get_field("public_id").default()
        first.save()
        rows.append(str(first.public_id))
    assert len(set(rows)) == 40
    assert rows != sorted(rows)
    assert rows != sorted(rows, reverse=True)
    assert {name[14] for name in rows} == {"4"}, "not random ids (version 4)"


@pytest.mark.parametrize("label", sorted(CAN_BE_HIDDEN & set(MODELS.values())))
def test_the_old_address_with_a_number_is_not_found(province, label):
    """Not even for those who see the row, and in every spelling but the one."""
    from django.apps import apps

    person = "head"
    client = client_of(province, person)
    row = apps.get_model(label)._base_manager.first()
    prefixes = [prefix for prefix, model in MODELS.items() if model == label]
    for pattern in pages():
        if any(pattern.startswith(prefix) for prefix in prefixes) and "<uuid:key>" in pattern:
            for other in (row.pk, row.public_id.hex, str(row.public_id).upper()):
                address = "/" + pattern.replace("<uuid:key>", str(other))
                if "<" not in address:
                    assert client.get(address).status_code == 404, address
    for path in routes("get"):
        first = path.removeprefix("/api/").split("/")[0]
        if "{uuid:" in path and first in label + "s":
            address = path[: path.index("{")] + str(row.pk) + path[path.index("}") + 1 :]
            assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("door", ["page", "api"])
def test_an_act_on_a_database_key_is_not_found(province, door):
    client = client_of(province, "leader")
    row = province.of("inspections.inspection", "routine")
    for spelling in (row.pk, row.public_id.hex, str(row.public_id).upper(), f"{{{row.public_id}}}"):
        assert tried(client, ACTIONS["inspections.deficiency"], spelling, door).status_code == 404
    assert tried(client, ACTIONS["inspections.deficiency"], row.public_id, door).status_code != 404


def test_a_row_goes_by_one_spelling_only():
    from zhuangjian.apps.inspections.models import Inspection
    from zhuangjian.apps.registry.models import Party

    name = "3f2b8a44-5a3e-4e0c-9d0f-6f8b8f1c2d3e"
    assert str(key_in(Inspection, name)) == name
    for other in (name.upper(), name.replace("-", ""), f"urn:uuid:{name}", "12", "", None, name + "\n"):
        assert key_in(Inspection, other) is None, other
    assert key_in(Party, "12") == 12
    for other in (name, "١٢", "9" * 19, "-1", "1.0", ""):
        assert key_in(Party, other) is None, other


def test_the_whole_course_of_a_case_gives_away_no_key(db, client, settings):
    """Acts, their answers, the auditor's pages, receipts and papers of one real inspection."""
    import io
    import zipfile

    from tests import world as worlds
    from tests.inspections import course
    from zhuangjian.apps.documents import store
    from zhuangjian.apps.documents.models import Document
    from zhuangjian.apps.ledger import receipts
    from zhuangjian.apps.ledger.models import Entry
    from zhuangjian.apps.ledger.verify import verify

    far.count_from_afar()
    world = worlds.build()
    row = course.delivered(world)
    assert row.pk > far.FIRST
    wrong = []
    for entry in Entry.objects.order_by("seq"):
        paper = json.dumps(receipts.receipt(entry.seq))
        wrong += [f"receipt {entry.seq} {entry.action}: {key}" for key in far.keys_in(paper)]
        wrong += [f"facts {entry.seq} {entry.action}: {key}" for key in far.keys_in(entry.facts)]
    for document in Document.objects.unrestricted():
        content = store.get("documents", document.digest)
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"\n".join(archive.read(name) for name in archive.namelist())
        wrong += [f"{document.title}: {key}" for key in far.keys_in(content.decode("utf-8", "replace"))]
    client.force_login(world.auditor)
    for address in (
        "/ledger/",
        "/ledger/?export=csv",
        "/api/ledger",
        *(f"/ledger/{n}/" for n in range(1, 30)),
    ):
        wrong += [f"{address}: {key}" for key in far.keys_in(text_of(client.get(address)))]
    wrong += [f"fault: {fault.where}" for fault in verify().faults if far.keys_in(fault.where)]
    assert not wrong, "\n".join(sorted(set(wrong)))


RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"  # public ids
    r'|name="(?:csrfmiddlewaretoken|request_key|form)" value="[^"]*"|nonce="[^"]*"'
    r"|\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|\+\d\d:\d\d)|\d\d:\d\d"  # when it was made
)
# The ledger's own numbers are public by nature (THREAT_MODEL.md); the map's tiles and the like are no answers.
COUNTED_IN_PUBLIC = ("course/", "receipt/")
# Numbered by how often somebody signed in, and each picture signs in once; PostgreSQL gives no number twice.
SIGN_INS = "/api/authorities/sign-ins"


def told_to(person, inspection, hidden_party) -> dict[str, str]:
    """Everything without an id in its address, exports and the API included, every page of one inspection, and every
    search for the party whose matter is hidden, its own pages included."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    own = (f"/parties/{hidden_party.pk}/", f"/api/parties/{hidden_party.pk}")
    asked = [f"/{p}" for p in pages() if "<" not in p and not p.startswith(SAME_FOR_ALL)]
    asked += [p for p in routes("get") if "{" not in p and p != SIGN_INS and not p.startswith(SAME_FOR_ALL)]
    named = [p for p in pages() if p.startswith("inspections/<uuid:key>/") and "<" not in p[23:]]
    answers = {a: client.get(a) for a in (*asked, *own)}
    for address in asked:
        if 'class="zj-filter' in text_of(answers[address]):
            asking = ("?export=csv", f"?q={hidden_party.name}", f"?q={hidden_party.credit_code}")
            answers |= {address + query: client.get(address + query) for query in asking}
    for pattern in named:
        if not pattern.endswith(COUNTED_IN_PUBLIC):
            answers[pattern] = client.get("/" + pattern.replace("<uuid:key>", str(inspection.public_id)))
    return {a: f"{r.status_code} {RANDOM.sub('…', text_of(r))}" for a, r in answers.items()}


def refusals(person, row) -> dict[str, str]:
    """How every act on the row, and every page of it, is refused to the person."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    acts = sorted(name for name, act in ACTIONS.items() if not act.creates and isinstance(row, act.model))
    kind = {"inspection": "inspections/<uuid:key>/", "task": "programme/tasks/<uuid:key>/"}[
        row._meta.model_name
    ]
    doors = [p for p in pages() if p.startswith(kind) and p.count("<") == 1]
    answers = {p: client.get("/" + p.replace("<uuid:key>", str(row.public_id))) for p in doors}
    for name in acts:
        answers[name] = client.post(f"/api/do/{name}/{row.public_id}", "{}", "application/json")
    assert len(answers) > 5
    return {a: f"{r.status_code} {RANDOM.sub('…', text_of(r))}" for a, r in answers.items()}


MUST_NOT_KNOW = ("inspector2", "contact", "district_head", "enforcement_officer", "auditor")
MAY_KNOW = "bureau_head"


def test_a_province_with_hidden_matters_looks_byte_for_byte_like_one_without(world, region):
    """By real acts, numbers included: one for-cause inspection that waits, one that was called off (CQ 34). Who must
    not know of them finds the same everywhere and is refused as for what never was."""
    from django.db import transaction

    from tests.inspections import course
    from tests.inspections.test_pages import maker

    places = [
        maker(world, 0),
        world.maker,
        maker(world, 2),
        maker(world, 3),
    ]  # one of them is the contact's own
    made = course.opened(world, party=places[0]).task.programme
    pictures, wrong = [], []
    for hidden in (True, False):
        hold = transaction.savepoint()
        if hidden:
            more = {"made": made, "inspection_type": "for_cause", "focus": "投诉线索"}
            waiting = course.plan_approved(world, party=places[1], **more)
            called_off = course.teamed(world, party=places[2], **more)
            course.do("inspections.cancel", world.bureau_head, called_off, reason="线索不实")
        row = course.on_site(world, party=places[3], made=made)
        assert row.number.endswith("0002号")
        pictures.append(
            {name: told_to(world.people[name], row, places[1]) for name in (*MUST_NOT_KNOW, MAY_KNOW)}
        )
        if hidden:
            wrong = [
                f"{name}: {lines(there[a], never[a])}"
                for name in MUST_NOT_KNOW[:2]
                for one in (waiting, waiting.task)
                for there in [refusals(world.people[name], one)]
                for never in [refusals(world.people[name], unmade(one))]
                for a in there
                if there[a] != never[a]
            ]
        transaction.savepoint_rollback(hold)
    assert wrong == []
    differing = {
        name: {a: lines(one, other) for a, one in told.items() if one != (other := pictures[1][name][a])}
        for name, told in pictures[0].items()
    }
    # The control: whoever may know of it is shown it. Who sees the ledger as a whole sees how much was done.
    assert {"/inspections/", "/api/inspections", "/inspections/?export=csv"} <= differing.pop(MAY_KNOW).keys()
    differing["auditor"] = {a: d for a, d in differing["auditor"].items() if "ledger" not in a}
    assert {name: found for name, found in differing.items() if found} == {}
    assert all(len(told) > 60 for told in pictures[0].values())


def unmade(row):
    """A row of the kind that never was, with an id like any other's."""
    return type(row)(public_id=uuid4())


def lines(one: str, other: str) -> list[str]:
    return sorted(set(one.splitlines()) ^ set(other.splitlines()))[:6]
