"""What an inspection institution inspected is reviewed before its lead is transferred or its result published (CQ 17)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.inspections import course
from tests.review import cases
from tests.review.cases import do
from zhuangjian.apps.authorities.models import Credential, Interest
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, perform
from zhuangjian.apps.review.models import Question, Review
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.bases import HOUSE
from zhuangjian.engines.rules.citing import cited

pytestmark = pytest.mark.django_db
SAID = {"facts": "涉嫌使用禁用原料", "advice": "建议立案调查"}


@pytest.fixture
def w(world: Any) -> Any:
    return cases.staffed(world)


def owed(case: Any) -> dict[str, Duty]:
    rows = Duty.objects.filter(target_model=case._meta.label_lower, target_id=case.pk, done_at=None)
    return {row.kind: row for row in rows}


def law(region: str) -> str:
    return cited("review", region=region).article


def test_the_record_handed_over_makes_it_the_institutions_heads_turn_to_have_it_reviewed(w, region):
    row = cases.delivered(w)
    duty = owed(row)["review.appoint"]
    assert (duty.authority, duty.role, duty.due, duty.article) == (w.bureau, "head", None, law(region))
    review = cases.appointed(w, row)
    assert "review.appoint" not in owed(row)
    duties = Duty.objects.filter(target_model="review.review", target_id=review.pk, kind="review.review")
    assert {one.person for one in duties} == {w.shen1, w.shen2}


def test_what_a_bureau_inspected_needs_no_review(world):
    row = course.delivered(world)
    assert "review.appoint" not in owed(row)
    with pytest.raises(NotNow, match="不需要审核"):
        do("review.appoint", world.bureau_head, row, reviewers=[world.leader.pk])


def test_an_inspection_that_ends_with_its_delivery_is_reviewed_all_the_same(w):
    row = course.delivered(w)
    assert row.stage == "closed"
    assert "review.appoint" in owed(row)
    assert cases.signed(w, cases.appointed(w, row)).stage == "done"


def test_one_reviewer_is_too_few_and_two_are_enough(w, region):
    row = cases.delivered(w)
    with pytest.raises(Refusal, match="不少于2名化妆品检查员") as caught:
        cases.appointed(w, row, ["shen1"])
    assert caught.value.article == law(region)
    assert cases.appointed(w, row).reviewers.count() == 2


def test_enforcement_credentials_and_lapsed_certificates_do_not_review(w):
    row = cases.delivered(w)
    Credential.objects.filter(person=w.shen2).update(kind="enforcement")
    with pytest.raises(Refusal, match="有效检查员证"):
        cases.appointed(w, row)
    Credential.objects.filter(person=w.shen2).update(kind="inspector", valid_to=course.today())
    assert cases.appointed(w, row).stage == "reviewing"


def test_who_has_an_interest_in_the_party_does_not_review(w, region):
    row = cases.delivered(w)
    Interest.objects.create(
        person=w.shen2,
        relation="shareholding",
        credit_code=w.maker.credit_code,
        detail="持股",
        declared_at=timezone.now(),
    )
    with pytest.raises(Refusal, match="shen2") as caught:
        cases.appointed(w, row)
    assert caught.value.article == cited("interests", region=region).article
    assert cases.appointed(w, row, ["shen1", "shen3"]).stage == "reviewing"


def test_that_nobody_reviews_the_own_inspection_is_the_houses_rule(w):
    row = cases.delivered(w)
    with pytest.raises(Refusal, match="参加过这次检查") as caught:
        cases.appointed(w, row, ["shen1", "leader"])
    assert caught.value.article == HOUSE


def test_a_lead_waits_for_the_review_and_everything_else_goes_on(w, region):
    row = cases.delivered(w, suspected=True)
    lead = do("enforcement.report_lead", w.leader, row, **SAID)
    data = {"assessment": "高", "at_risk": True, "measures": "暂停生产", "outcome": "transfer"}
    lead = do("enforcement.assess", w.head, lead, **data)
    with pytest.raises(NotNow, match="还没有审核完毕") as caught:
        do("enforcement.transfer", w.head, lead, to=w.other_district.pk)
    assert caught.value.article == law(region)
    cases.issued(w, cases.appointed(w, Inspection.objects.get(pk=row.pk)))
    lead = do("enforcement.transfer", w.head, lead, to=w.other_district.pk)
    titles = list(lead.bundle.files.values_list("title", flat=True))
    assert any("检查审核报告" in one for one in titles)


def test_a_result_is_published_only_after_the_review(w, region):
    row = course.delivered(w)
    with pytest.raises(NotNow, match="还没有审核完毕") as caught:
        do("disclosure.publish", w.programme_officer, row)
    assert caught.value.article == law(region)
    cases.signed(w, cases.appointed(w, row))
    assert do("disclosure.publish", w.programme_officer, row).inspection == row


def test_a_review_without_a_report_is_no_ground_for_a_transfer_until_one_is_made(w):
    row = cases.delivered(w)
    review = cases.signed(w, cases.appointed(w, row))
    assert (review.stage, review.report) == ("done", False)
    lead = do("enforcement.report_lead", w.leader, Inspection.objects.get(pk=row.pk), **SAID)
    data = {"assessment": "高", "at_risk": True, "measures": "暂停生产", "outcome": "transfer"}
    lead = do("enforcement.assess", w.head, lead, **data)
    with pytest.raises(NotNow, match="没有出具检查审核报告"):
        do("enforcement.transfer", w.head, lead, to=w.district.pk)
    review = do("review.send_back", w.bureau_head, review, reason="发现涉嫌违法，补作报告")
    assert (review.stage, review.sent_back) == ("reviewing", "发现涉嫌违法，补作报告")
    review = cases.signed(w, review, hand_over=True, advice="移交立案调查")
    do("review.issue", w.bureau_head, review, sealed=True)
    assert do("enforcement.transfer", w.head, lead, to=w.district.pk).stage == "transferred"


def test_a_question_to_the_team_is_answered_in_writing_before_the_review_concludes(w):
    question = cases.asked(w, "team")
    assert owed(question)["review.answer"].person == w.leader
    review = question.review
    with pytest.raises(NotNow, match="没有答复"):
        cases.drafted(w, review)
    with pytest.raises(NotYours):
        do("review.answer", w.shen1, question, answer="见照片")
    question = do("review.answer", w.inspector, question, answer="批次为2026001")
    assert (question.answer, question.answered_by) == ("批次为2026001", w.inspector)
    assert owed(question) == {}
    with pytest.raises(NotNow, match="已经答复"):
        do("review.answer", w.leader, question, answer="再答")
    assert cases.drafted(w, Review.objects.get(pk=review.pk)).stage == "drafted"


def test_what_is_unclear_goes_in_writing_to_the_party_which_confirms_it(w, client):
    question = cases.asked(w, "party")
    assert owed(question)["review.confirm"].party == w.maker
    paper = Document.objects.get(kind="review_question", media_type="application/pdf")
    assert paper.for_party
    assert Document.objects.visible_to(w.contact).filter(pk=paper.pk).exists()
    assert list(Question.objects.visible_to(w.contact)) == [question]
    assert not Review.objects.visible_to(w.contact).exists()
    assert not Question.objects.visible_to(w.other_contact).exists()
    told = {"answer": "涉及批次2026001", "confirmation": "sealed", "confirmed_by": "王经理 质量负责人"}
    with pytest.raises(NotYours):
        do("review.confirm", w.leader, question, **told)
    question = do("review.confirm", w.contact, question, **told)
    assert (question.confirmation, question.answered_by) == ("sealed", w.contact)


def test_a_refusal_to_confirm_is_noted_by_the_reviewers(w):
    question = cases.asked(w, "party")
    told = {"answer": "拒绝确认", "confirmation": "refused", "confirmed_by": "王经理"}
    assert do("review.confirm", w.shen2, question, **told).confirmation == "refused"


def test_a_question_that_is_needed_no_longer_is_withdrawn_with_a_reason(w):
    question = cases.asked(w, "team")
    with pytest.raises(Refusal):
        do("review.withdraw", w.shen1, question, reason="")
    question = do("review.withdraw", w.shen1, question, reason="记录附件已写明")
    assert owed(question) == {}
    assert cases.drafted(w, Review.objects.get(pk=question.review_id)).stage == "drafted"


@pytest.mark.parametrize("lacking", ["reason", "legal_basis"])
def test_a_report_has_every_field_of_the_article(w, region, lacking):
    review = cases.appointed(w, suspected=True)
    Inspection.objects.filter(pk=review.inspection_id).update(**{lacking: ""})
    review = Review.objects.get(pk=review.pk)
    with pytest.raises(Refusal, match="检查审核报告缺少"):
        cases.drafted(w, review, advice="移交")


def test_a_suspicion_needs_advice_and_a_report_that_is_signed_issued_and_sealed(w, region):
    review = cases.appointed(w, suspected=True)
    with pytest.raises(Refusal, match="缺少处理建议") as caught:
        cases.drafted(w, review, advice="")
    assert law(region) in caught.value.article
    review = cases.drafted(w, review, advice="移交立案调查")
    assert review.report
    with pytest.raises(NotNow, match="还没有全部签字"):
        do("review.issue", w.bureau_head, review, sealed=True)
    review = do("review.sign", w.shen1, review)
    with pytest.raises(NotNow, match="已经在这份审核上签字"):
        do("review.sign", w.shen1, review)
    review = do("review.sign", w.shen2, review)
    assert owed(review)["review.issue"].authority == w.bureau
    with pytest.raises(Refusal, match="加盖检查机构公章"):
        do("review.issue", w.bureau_head, review, sealed=False)
    review = do("review.issue", w.bureau_head, review, sealed=True)
    assert (review.stage, review.sealed, review.issued_by) == ("done", True, w.bureau_head)
    papers = Document.objects.filter(kind="review_report", number=review.number)
    assert papers.count() == 2
    assert not any(one.for_party for one in papers)
    with pytest.raises(NotNow, match="已经签发"):
        do("review.send_back", w.bureau_head, review, reason="再看")


def test_without_a_suspicion_the_last_signature_ends_the_review(w):
    review = cases.drafted(w)
    assert not review.report
    assert do("review.sign", w.shen1, review).stage == "drafted"
    assert do("review.sign", w.shen2, review).stage == "done"


def test_a_suspicion_that_only_the_review_finds_is_to_be_passed_on(w):
    row = cases.delivered(w)
    assert "enforcement.report" not in owed(row)
    review = cases.signed(w, cases.appointed(w, row), suspected=True, advice="移交")
    do("review.issue", w.bureau_head, review, sealed=True)
    assert "enforcement.report" in owed(row)


def test_reviewers_are_replaced_while_they_review_and_not_after(w):
    review = cases.appointed(w)
    review = cases.appointed(w, review.inspection, ["shen1", "shen3"])
    assert {one.person for one in review.reviewers.filter(left_at=None)} == {w.shen1, w.shen3}
    with pytest.raises(NotYours):
        do("review.conclude", w.shen2, review, **cases.OPINION)
    review = do("review.conclude", w.shen3, review, **cases.OPINION)
    with pytest.raises(NotNow, match="已经拟定"):
        cases.appointed(w, review.inspection)


def test_a_conclusion_by_official_rules_is_not_overturned_by_the_review(w, monkeypatch):
    review = cases.appointed(w)
    judged = review.inspection.conclusion
    other = "production_serious" if judged != "production_serious" else "production_deficient"
    from zhuangjian.apps.review.actions import conclude

    answer = conclude.computed(review.inspection)
    if answer.basis == "official":
        with pytest.raises(Refusal, match="不能另作结论"):
            cases.drafted(w, review, result=other)
    else:
        done = cases.signed(w, review, result=other)
        assert (done.on_site, done.result) == (judged, other)
        row = Inspection.objects.get(pk=review.inspection_id)
        assert (row.conclusion, row.override_reason) == (other, done.conclusion)


def test_a_result_of_another_list_is_refused(w):
    with pytest.raises(Refusal, match="规定的结论"):
        cases.drafted(w, result="operation_conforming")


def test_only_the_institutions_head_appoints_and_issues(w):
    row = cases.delivered(w)
    for person in (w.head, w.leader, w.shen1):
        with pytest.raises(NotYours):
            perform(ACTIONS["review.appoint"], person, row, {"reviewers": [w.shen1.pk, w.shen2.pk]})


def test_the_pages_show_the_review_and_the_question(w, client):
    from tests.rectification.cases import sign_in

    question = cases.asked(w, "party")
    review = question.review
    sign_in(client, w.shen1)
    page = client.get(f"/inspections/{review.inspection.public_id}/review/").content.decode()
    assert "书面询问" in page
    assert question.text in page
    assert review.inspection.number in client.get("/reviews/").content.decode()
    client.logout()
    sign_in(client, w.contact)
    page = client.get(question.get_absolute_url()).content.decode()
    assert question.text in page
    assert "测试shen1" not in page
    assert client.get(f"/inspections/{review.inspection.public_id}/review/").status_code == 404


def test_the_file_check_reads_the_review(w):
    from zhuangjian.apps.casefile.facts import check_inspection

    def verdicts(row: Any) -> dict[str, str]:
        names = ("reviewed", "review_report", "reviewed_before_hand_over", "handed_over_whole")
        checked = check_inspection(Inspection.objects.get(pk=row.pk), w.head)
        return {one.name: one.verdict.value for one in checked.checks if one.name in names}

    row = cases.delivered(w, suspected=True)
    assert set(verdicts(row).values()) == {"not_applicable"}
    review = cases.issued(w, cases.appointed(w, row))
    assert verdicts(row)["reviewed"] == verdicts(row)["review_report"] == "met"
    lead = do("enforcement.report_lead", w.leader, Inspection.objects.get(pk=row.pk), **SAID)
    data = {"assessment": "高", "at_risk": True, "measures": "暂停生产", "outcome": "transfer"}
    lead = do("enforcement.assess", w.head, lead, **data)
    do("enforcement.transfer", w.head, lead, to=w.other_district.pk)
    assert verdicts(row)["reviewed_before_hand_over"] == verdicts(row)["handed_over_whole"] == "met"
    # The seal gone, and one of two signatures: each is found by its own check.
    Review.objects.filter(pk=review.pk).update(sealed=False)
    assert verdicts(row)["review_report"] == "violated"
    review.reviewers.filter(person=w.shen2).update(signed_at=None)
    assert verdicts(row)["reviewed"] == "violated"
