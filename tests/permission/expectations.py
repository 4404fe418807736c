"""Who sees what: the one table the whole matrix is checked against.

A *story* names what a row belongs to: an inspection (``routine`` …), a party (``maker`` …), a person or an authority.
A *policy* says for each person of the cast which stories they see. ``MODELS`` gives every model its policy; a model
that is not in it fails the matrix. Extend it by one line for a new model, by one table for a new policy.
"""

from __future__ import annotations

ALL = "all"
CAST = (
    "programme_officer",
    "head",
    "licensing_officer",
    "bureau_head",
    "leader",
    "inspector",
    "inspector2",
    "expert",
    "reviewer",
    "institution_head",
    "district_officer",
    "district_head",
    "other_district_officer",
    "enforcement_officer",
    "auditor",
    "administrator",
    "contact",
    "other_contact",
)
# Signed out, or with an account that was closed: no row of any model, ever.
NOBODY = ("anonymous", "inactive")

# Inspections of the maker by the bureau: one under way; one for cause before and one after it began; one handed over
# whose local authority is the district. And one of the shop by the district, which has only a team.
INSPECTIONS = ("routine", "for_cause_planned", "for_cause_begun", "delivered", "shop_teamed")
_UNIT = {"routine", "for_cause_begun", "delivered"}

OFFICIALS = {
    "programme_officer": set(INSPECTIONS),
    "head": set(INSPECTIONS),
    # Of the authority that organised them; of one for cause only once it has begun.
    "licensing_officer": set(INSPECTIONS) - {"for_cause_planned"},
    "bureau_head": _UNIT | {"for_cause_planned"},
    "leader": _UNIT | {"for_cause_planned"},  # leads them all
    "inspector": _UNIT,  # on the routine team only
    "inspector2": _UNIT,
    "expert": {"for_cause_planned"},  # on that team only
    "enforcement_officer": _UNIT,
    "district_officer": {"delivered", "shop_teamed"},
    "district_head": {"delivered", "shop_teamed"},
}
PARTIES = {
    "programme_officer": {"maker", "shop", "outside"},
    "head": {"maker", "shop", "outside"},
    "licensing_officer": {"maker", "shop", "outside"},
    "bureau_head": {"maker"},
    "leader": {"maker"},
    "inspector": {"maker"},
    "inspector2": {"maker"},
    "expert": {"maker"},  # through the team
    "enforcement_officer": {"maker"},
    "district_officer": {"shop", "maker"},  # the maker as the local authority of an inspection that has begun
    "district_head": {"shop", "maker"},
}
OWN_PARTY = {"contact": {"maker"}, "other_contact": {"shop"}}
BUREAU = {"bureau_head", "leader", "inspector", "inspector2", "enforcement_officer"}
INSTITUTION = {"expert", "reviewer", "institution_head"}
DISTRICT = {"district_officer", "district_head"}
MUNICIPAL = {"programme_officer", "head", "licensing_officer", "auditor", "administrator", "inactive"}
SELF = {name: {name} for name in CAST}
COLLEAGUES = {
    **SELF,
    "programme_officer": MUNICIPAL | BUREAU | INSTITUTION | DISTRICT | {"other_district_officer"},
    "head": MUNICIPAL | BUREAU | INSTITUTION | DISTRICT | {"other_district_officer"},
    "licensing_officer": MUNICIPAL | BUREAU | INSTITUTION | DISTRICT | {"other_district_officer"},
    **dict.fromkeys(BUREAU, BUREAU),
    **dict.fromkeys(INSTITUTION, INSTITUTION),
    **dict.fromkeys(DISTRICT, DISTRICT),
    "administrator": ALL,
}
HEADS = ("programme_officer", "head", "bureau_head", "institution_head", "district_head")

BEGUN_STORIES = {"routine", "for_cause_begun", "delivered"}

POLICIES: dict[str, dict[str, object]] = {
    "everybody": dict.fromkeys(CAST, ALL),
    "nobody": {},
    "auditor": {"auditor": ALL},
    # CQ 22, 34: parts of an inspection for officials; the party's contact sees its own inspection once it has begun
    # (for cause: once handed over), and what its copy of the record holds once that was handed over.
    "inspection": OFFICIALS | {"contact": {"routine", "delivered"}},
    "inspection_part": OFFICIALS,
    "handed_over": OFFICIALS | {"contact": {"delivered"}},
    # CQ 7: what the party itself is asked for, once the inspection has begun, of a for-cause one too.
    "asked_of_party": {name: set(stories) & BEGUN_STORIES for name, stories in OFFICIALS.items()}
    | {"contact": BEGUN_STORIES},
    "party": PARTIES | OWN_PARTY,
    "party_internal": PARTIES,
    "contacts": PARTIES | OWN_PARTY | {"administrator": ALL},
    "account": COLLEAGUES,
    "interest": SELF | {name: COLLEAGUES[name] for name in HEADS},
    "own_or_administrator": SELF | {"administrator": ALL},
    "registry_keepers": dict.fromkeys(("programme_officer", "head"), ALL),
    "own": SELF,
    # The programme is the municipal authority's; whoever got a task from it sees it, for-cause tasks only those who
    # plan and lead.
    "programme": dict.fromkeys(
        ("programme_officer", "head", "licensing_officer", *sorted(BUREAU), *sorted(DISTRICT)), ALL
    ),
    "task": {
        "programme_officer": set(INSPECTIONS),
        "head": set(INSPECTIONS),
        "licensing_officer": {"routine", "delivered", "shop_teamed"},
        "bureau_head": _UNIT | {"for_cause_planned"},
        **{key: {"routine", "delivered"} for key in BUREAU - {"bureau_head"}},
        **{key: {"shop_teamed"} for key in DISTRICT},
    },
    # Whom a draw came to is for the offices of who organises it and of the unit that carries it out.
    "draw": dict.fromkeys(("programme_officer", "head", "bureau_head"), ALL),
    # A joint visit is proposed between offices: heads and programme officers of those who take part (CQ 8, 34).
    "visit": {name: {"shop_teamed"} for name in ("programme_officer", "head", "district_head")},
    "exchange": {
        name: {"shop_teamed"} for name in ("programme_officer", "head", "bureau_head", "district_head")
    },
    # One's own duties; of the others those in a case one sees, and for a head those of the people and units below,
    # except in a case that is still hidden from the head: the expert's duty is one of those.
    "duty": {
        **{name: {f"duty of {name}"} for name in CAST},
        "programme_officer": {"duty of programme_officer", "duty of expert"},
        "leader": {"duty of leader", "duty of expert"},
        "head": {f"duty of {name}" for name in CAST if name not in {"contact", "other_contact"}},
        "bureau_head": {f"duty of {name}" for name in BUREAU | {"expert"}},
        "institution_head": {f"duty of {name}" for name in INSTITUTION - {"expert"}},
        "district_head": {f"duty of {name}" for name in DISTRICT},
    },
    # Letters of the district about the inspection that was handed over, which its officials and the province's see.
    "letter": {
        key: {"delivered"} for key in ("programme_officer", "head", "licensing_officer", *sorted(DISTRICT))
    },
    # What names no party: every official.
    "officials": dict.fromkeys(
        [name for name in CAST if name not in {"auditor", "administrator", "contact", "other_contact"}], ALL
    ),
    # LN 2(1): asked are the enterprises; what one answered is its own and the leading authority's.
    "survey": dict.fromkeys([name for name in CAST if name not in {"auditor", "administrator"}], ALL),
    "survey_answer": dict.fromkeys(("programme_officer", "head", "licensing_officer"), ALL)
    | {"contact": {"plan"}},
    # Courses and examinations for officials: every official. What somebody did in them: they, those who run their unit or
    # one above, and those who hold it; what they are asked, they alone. Keys: those who keep the bank.
    "course": dict.fromkeys(
        [name for name in CAST if name not in {"auditor", "administrator", "contact", "other_contact"}], ALL
    ),
    "of_learner": {
        **dict.fromkeys(("bureau_head", "programme_officer", "head"), ALL),
        "leader": {"training"},
        "inspector": {"another learner"},
    },
    "asked": {"leader": ALL},
    "bank": dict.fromkeys(("programme_officer", "head"), ALL),
    # LN 2(4): a consultation names what units below may not see of each other: its own authority's; a measure also its unit's.
    "consultation": dict.fromkeys(("programme_officer", "head", "licensing_officer"), ALL),
    "measure": dict.fromkeys(("programme_officer", "head", "licensing_officer", *sorted(BUREAU)), ALL),
    # LN 2(5): everybody may say something of a draft; what one says is for who said it and for those who answer.
    "comment": dict.fromkeys(("programme_officer", "head", "leader", "contact"), ALL),
    # LN 2(10): what is asked of a checkpoint is for who asked and for those who answer.
    "checkpoint_question": dict.fromkeys(("programme_officer", "head", "leader"), ALL),
    # LN 2(8): what the public reports is for the unit that handles it and for those above; who reported, for the handler.
    "concern": dict.fromkeys(("programme_officer", "head", "licensing_officer", *sorted(DISTRICT)), ALL),
    "informant": {"district_officer": ALL},
    # The reviewer scores it, and sees the maker nowhere else.
    "candidacy": PARTIES | OWN_PARTY | {"reviewer": ALL},
    "attendance": dict.fromkeys(("programme_officer", "head", "licensing_officer"), ALL)
    | {"contact": {"maker"}},
    "marks": dict.fromkeys(("programme_officer", "head", "reviewer"), ALL),
    "publication": dict.fromkeys(
        [name for name in CAST if name not in {"auditor", "administrator", "contact", "other_contact"}], ALL
    ),
}

MODELS = {
    "ledger.entry": "auditor",
    "ledger.node": "auditor",
    "ledger.request": "nobody",
    "ledger.restated": "nobody",
    "ledger.sum": "nobody",
    "ledger.delta": "nobody",
    "inspections.numberseries": "nobody",
    "authorities.authority": "everybody",
    "authorities.person": "account",
    "authorities.personrole": "account",
    "authorities.credential": "account",
    "authorities.expertise": "account",
    "authorities.interest": "interest",
    "authorities.apitoken": "own_or_administrator",
    "authorities.signinevent": "own_or_administrator",
    "jobs.job": "own",
    "documents.document": "handed_over",
    "documents.officialtext": "everybody",
    "documents.officialarticle": "everybody",
    "registry.party": "party",
    "registry.partyname": "party",
    "registry.partycorrection": "party",
    "registry.partykindrow": "party",
    "registry.site": "party",
    "registry.keyperson": "party",
    "registry.contact": "contacts",
    "registry.interestanswer": "interest",
    "registry.jurisdiction": "party",
    "registry.licence": "party",
    "registry.licenceedition": "party",
    "registry.licenceunit": "party",
    "registry.product": "party",
    "registry.commission": "party",
    "registry.searchtext": "nobody",
    "registry.signal": "party_internal",
    "risk.run": "officials",
    "risk.warningrun": "officials",
    "risk.warningscore": "party_internal",
    "risk.partygrade": "party",
    "risk.gradechange": "party",
    "risk.objection": "party",
    "risk.signalcase": "party_internal",
    "risk.signalevidence": "party_internal",
    "risk.signalstep": "party_internal",
    "duties.duty": "duty",
    "intake.batch": "registry_keepers",
    "intake.batchchange": "registry_keepers",
    "intake.trial": "registry_keepers",
    "intake.ingredientlist": "everybody",
    "intake.sourcerow": "registry_keepers",
    "intake.quarantine": "registry_keepers",
    "intake.mappingversion": "registry_keepers",
    "programme.programme": "programme",
    "programme.task": "task",
    "programme.origin": "task",
    "programme.visit": "visit",
    "programme.visitpart": "visit",
    "programme.exchange": "exchange",
    "draws.draw": "draw",
    "draws.drawfile": "draw",
    "draws.drawn": "draw",
    "draws.drawnofficer": "draw",
    "inspections.inspection": "inspection",
    "inspections.teammember": "inspection_part",
    "inspections.readlog": "inspection_part",
    "inspections.credentialshown": "inspection_part",
    "inspections.meeting": "inspection_part",
    "inspections.signature": "handed_over",
    "inspections.finding": "inspection_part",
    "inspections.deficiency": "handed_over",
    "inspections.statement": "handed_over",
    "inspections.deficiencyversion": "inspection_part",
    "inspections.planversion": "inspection_part",
    "inspections.planchange": "inspection_part",
    "inspections.evaluation": "inspection_part",
    "inspections.materialrequest": "asked_of_party",
    "inspections.submission": "asked_of_party",
    "inspections.remotesession": "inspection",
    "inspections.offsiteassessment": "inspection_part",
    "inspections.seconding": "inspection_part",
    "evidence.evidence": "inspection_part",
    "evidence.tradesecret": "inspection_part",
    "evidence.secretpiece": "inspection_part",
    "evidence.secretpermit": "inspection_part",
    "outing.outing": "inspection_part",
    "outing.handed": "inspection_part",
    "rectification.rectification": "handed_over",
    "rectification.problem": "handed_over",
    "rectification.report": "handed_over",
    "rectification.return": "handed_over",
    "rectification.recheck": "handed_over",
    "rectification.revocationopinion": "inspection_part",
    "measures.measure": "handed_over",
    "measures.progress": "handed_over",
    "measures.interview": "handed_over",
    "measures.lifting": "handed_over",
    "measures.assessment": "inspection_part",
    "measures.obstruction": "inspection_part",
    "disclosure.notice": "publication",
    "enforcement.bundle": "inspection_part",
    "enforcement.bundlefile": "inspection_part",
    "enforcement.lead": "inspection_part",
    "enforcement.feedback": "inspection_part",
    "enforcement.leadsample": "inspection_part",
    "enforcement.penalty": "inspection_part",
    "outside.outsideproblem": "inspection_part",
    "outside.problemevidence": "inspection_part",
    "outside.handling": "inspection_part",
    "urgent.urgentreport": "inspection_part",
    "urgent.direction": "inspection_part",
    "review.review": "inspection_part",
    "review.reviewer": "inspection_part",
    "review.question": "handed_over",
    "cooperation.letter": "letter",
    "cooperation.addressee": "letter",
    "cooperation.annex": "letter",
    "cooperation.answer": "letter",
    "cooperation.extension": "letter",
    "cooperation.delegate": "letter",
    "cooperation.publiccopy": "letter",
    "cooperation.assisted": "letter",
    "cooperation.assistedentry": "letter",
    "disclosure.publication": "publication",
    "improvement.actionplan": "publication",
    "improvement.goal": "publication",
    "improvement.member": "publication",
    "improvement.budget": "publication",
    "improvement.spending": "publication",
    "improvement.meeting": "publication",
    "improvement.item": "publication",
    "improvement.report": "publication",
    "improvement.analysis": "publication",
    "improvement.problem": "publication",
    "improvement.problemstep": "publication",
    "improvement.survey": "survey",
    "improvement.surveyanswer": "survey_answer",
    "warning.consultation": "consultation",
    "warning.measure": "measure",
    "warning.alert": "publication",
    "warning.recipient": "party",
    "standards.guide": "publication",
    "standards.question": "checkpoint_question",
    "standards.suggestion": "asked",
    "standards.wording": "publication",
    "standards.opinion": "survey",
    "standards.comment": "comment",
    "standards.arrangement": "party",
    "standards.mockcase": "publication",
    "standards.marking": "asked",
    "standards.proposal": "publication",
    "benchmark.candidacy": "candidacy",
    "benchmark.mark": "marks",
    "benchmark.practice": "party",
    "benchmark.event": "survey",
    "benchmark.attendance": "attendance",
    "benchmark.support": "measure",
    "concern.concern": "concern",
    "concern.informant": "informant",
    "concern.formuse": "nobody",
    "cogovernance.piece": "officials",
    "cogovernance.event": "officials",
    "guidance.expert": "officials",
    "guidance.expertconflict": "party_internal",
    "guidance.guidance": "party",
    "guidance.guidancevisit": "party",
    "guidance.pairinglist": "survey",
    "guidance.pairing": "party",
    "training.course": "course",
    "training.material": "course",
    "training.session": "course",
    "training.exam": "course",
    "training.enrolment": "of_learner",
    "training.hourentry": "of_learner",
    "training.sitting": "of_learner",
    "training.certificate": "of_learner",
    "training.question": "asked",
    "training.item": "bank",
    "training.itemversion": "bank",
    "training.keypost": "party",
}


def sees(person: str, label: str, story: str) -> bool:
    """Whether the table lets this person see rows of the model that belong to the story."""
    stories = POLICIES[MODELS[label]].get(person, set())
    return stories == ALL or story in stories  # type: ignore[operator]
