"""What each document is made from. Everything is handed in: these functions read no database and no clock."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from zhuangjian.engines.rules.answer import Basis

# What neither XML nor a printer takes (unassigned code points stay: new rare characters are among them), and
# the direction marks with which one text can be made to look like another.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def clean(value: object) -> object:
    """Text in NFC without control characters, direction marks or lone surrogates; line ends become ``\\n``."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNPRINTABLE.sub("", text)


Text = Annotated[str, BeforeValidator(clean)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(_Part):
    """The inspected party as it stood on the day."""

    name: Text
    address: Text = ""
    credit_code: Text = ""
    kinds: tuple[Text, ...] = ()
    licence_no: Text = ""
    head: Text = ""
    phone: Text = ""


class Member(_Part):
    """One of the team; ``credentials`` as printed, e.g. ``执法证 50010001``."""

    name: Text
    role: Text = "组员"
    unit: Text = ""
    credentials: tuple[Text, ...] = ()


class Deficiency(_Part):
    """One thing found, tied to its checkpoint."""

    text: Text
    checkpoint_no: Text = ""
    checkpoint: Text = ""
    item_class: Text = ""
    result: Text = "不符合"
    evidence: tuple[Text, ...] = ()


class CheckRow(_Part):
    """One line of a checklist with what it came to."""

    no: Text
    item: Text
    result: Text
    finding: Text = ""


class Statement(_Part):
    """A statement or defence of the party, how it was verified, and what came of it (CQ 15)."""

    text: Text
    by: Text = ""
    verification: Text = ""
    answer: Text = ""


class ReasonLine(_Part):
    """One reason of a computed conclusion."""

    text: Text
    article: Text = ""


class Judgement(_Part):
    """A conclusion with everything that explains it; ``override`` says why a person decided otherwise."""

    term: Text
    reasons: tuple[ReasonLine, ...] = ()
    pack: Text = ""
    basis: Basis = "official"
    override: Text = ""


class Signature(_Part):
    """A signature, a place to sign (no time), or a refusal with its reason. ``image`` is a PNG or JPEG."""

    role: Text
    name: Text
    credential: Text = ""
    signed_at: datetime | None = None
    image: bytes | None = None
    sealed: bool = False
    refusal: Text = ""
    witness: Text = ""


class Receipt(_Part):
    """The ledger's receipt: entry number, hash in hexadecimal, and what the QR code says (the hash unless told)."""

    entry: int
    hash: Text
    algorithm: Text = "sha256"
    qr: Text = ""


class ScheduleRow(_Part):
    """One step of an inspection plan."""

    when: Text
    what: Text
    who: Text = ""


class Turn(_Part):
    """A question and its answer."""

    question: Text
    answer: Text


class Document(_Part):
    """What every document carries."""

    number: Text
    authority: Text
    party: Party
    issued_on: date
    copy_no: int = Field(1, ge=1)
    copies: int = Field(2, ge=1)
    copy_holder: Text = ""
    draft: bool = False
    receipt: Receipt | None = None
    signatures: tuple[Signature, ...] = ()


class _Visit(Document):
    inspection_type: Text = ""
    mode: Text = ""
    cause: Text = ""
    basis: Text = ""
    content: Text = ""
    place: Text = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    members: tuple[Member, ...] = ()
    handling: Text = ""
    statements: tuple[Statement, ...] = ()


class InspectionReport(_Visit):
    """检查报告 (CQ 14)."""

    edition: Text = ""
    companions: Text = ""
    summary: tuple[Text, ...] = ()
    deficiencies: tuple[Deficiency, ...] = ()
    judgement: Judgement | None = None


class NonconformityList(_Visit):
    """不合格项目表 (CQ 14)."""

    edition: Text = ""
    deficiencies: tuple[Deficiency, ...] = ()


class Photo(_Part):
    """A picture taken at a checkpoint. ``image`` is a JPEG set upright, read when the paper is printed; none where the
    file cannot be drawn."""

    no: int
    sha256: Text
    item: Text
    caption: Text
    taken_by: Text
    taken_at: datetime
    confirmed: Text = ""
    image: bytes | None = None


class PhotoAppendix(_Visit):
    """现场检查照片附页: what the photographs of a record show, two a page (CQ 15)."""

    photos: tuple[Photo, ...] = ()


class RecordForm(_Visit):
    """现场检查记录表 (CQ 14)."""

    rows: tuple[CheckRow, ...] = ()
    deficiencies: tuple[Deficiency, ...] = ()
    judgement: Judgement | None = None


class Asked(_Part):
    """One thing that the party was asked for, and what came of it."""

    no: Text
    text: Text
    due: Text = ""
    outcome: Text = ""
    receipts: Text = ""


class Session(_Part):
    """One session from afar: when and by what means, who was there, how that was made sure, what was shown."""

    when: Text
    means: Text = ""
    people: Text = ""
    identities: Text = ""
    shown: tuple[Text, ...] = ()
    note: Text = ""


class OffSiteRecord(RecordForm):
    """非现场检查记录 (CQ 7)."""

    asked: tuple[Asked, ...] = ()
    sessions: tuple[Session, ...] = ()


class InterviewTranscript(_Visit):
    """现场检查笔录 (CQ 14)."""

    interviewee: Text = ""
    interviewee_post: Text = ""
    recorder: Text = ""
    told: tuple[Text, ...] = ()
    observations: tuple[Text, ...] = ()
    turns: tuple[Turn, ...] = ()


class RectificationNotice(Document):
    """责令改正 or 限期整改 notice (CQ 19, CQ 49)."""

    kind: Literal["order", "rectify"] = "rectify"
    inspected_on: date
    inspection_number: Text = ""
    basis: Text = ""
    deficiencies: tuple[Deficiency, ...] = ()
    requirements: tuple[Text, ...] = ()
    due_on: date
    due_note: Text = ""
    hand_in_to: Text = ""
    contact: Text = ""
    remedy: Text = ""


class InspectionPlan(_Visit):
    """检查方案 of one inspection (CQ 10, CQ 13)."""

    version: int = Field(1, ge=1)
    announced: bool | None = None
    edition: Text = ""
    items: tuple[Text, ...] = ()
    schedule: tuple[ScheduleRow, ...] = ()
    discipline: tuple[Text, ...] = ()
    changes: tuple[Text, ...] = ()
    author: Text = ""
    approver: Text = ""
    approval: Text = ""
    approved_at: datetime | None = None


class ReviewReport(_Visit):
    """检查审核报告 (CQ 17), for the authority itself and whoever the lead goes to."""

    findings: tuple[Text, ...] = ()
    questions: tuple[Turn, ...] = ()
    opinion: Text = ""
    on_site: Text = ""
    result: Text = ""
    conclusion: Text = ""


class ReviewQuestion(Document):
    """What of a record is put to the inspected party in writing, for it to confirm (CQ 17)."""

    inspected_on: date
    inspection_number: Text = ""
    text: Text


class CheckedRow(_Part):
    """One check over a file: what, by which article, how much it weighs, what it rests on, what is to be done."""

    title: Text
    article: Text
    severity: Text = ""
    evidence: Text = ""
    remedy: Text = ""


class FileCheck(Document):
    """The check of a whole file, for the authority itself: nothing of it is served on anybody."""

    inspection_type: Text = ""
    mode: Text = ""
    cause: Text = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    stage: Text = ""
    law: Text = ""
    outcome: Text = ""
    violated: tuple[CheckedRow, ...] = ()
    unclear: tuple[CheckedRow, ...] = ()
    met: tuple[CheckedRow, ...] = ()
    nothing: tuple[CheckedRow, ...] = ()


class MeasureOrder(Document):
    """What an authority orders, decides or asks of a party after an inspection; ``heading`` is the paper's title."""

    heading: Text
    opening: Text
    circumstances: Text = ""
    decision: Text = ""
    requirements: Text = ""
    remedy: Text = ""
    contact: Text = ""
    addressee: Text = ""


class MeasureRecord(Document):
    """A record about a party that somebody keeps: an interview, an entry of its credit record."""

    heading: Text
    facts: tuple[tuple[Text, Text], ...] = ()
    body: Text
    commitments: Text = ""


class LetterPart(_Part):
    """What a letter says under one heading, or under none."""

    heading: Text = ""
    text: Text


class OfficialLetter(Document):
    """A letter of one body to others, in the form of official documents (GB/T 9704)."""

    heading: Text
    addressees: tuple[Text, ...] = Field(min_length=1)
    parts: tuple[LetterPart, ...] = Field(min_length=1)
    annexes: tuple[Text, ...] = ()
    contact: Text = ""
    copies_to: tuple[Text, ...] = ()


class ProgressRow(_Part):
    """One line of a programme's figures: under which name, and how many tasks of each state."""

    name: Text
    plan: int
    done: int
    open: int
    late: int
    merged: int
    cancelled: int


class TaskRow(_Part):
    """One task that did not go as planned, and why."""

    party: Text
    what: Text
    reason: Text = ""


class GradeRow(_Part):
    """What inspections found among the enterprises of one grade of risk."""

    grade: Text
    inspections: int
    faulty: int
    deficiencies: int


class ProgrammeReport(Document):
    """The report on a year's programme: plan against fact (CQ 28), for the authority itself."""

    heading: Text
    as_of: date
    summary: Text
    units: tuple[ProgressRow, ...] = ()
    regions: tuple[ProgressRow, ...] = ()
    kinds: tuple[ProgressRow, ...] = ()
    classes: tuple[ProgressRow, ...] = ()
    merged: tuple[TaskRow, ...] = ()
    cancelled: tuple[TaskRow, ...] = ()
    moved: tuple[TaskRow, ...] = ()
    grades: tuple[GradeRow, ...] = ()
    problems: Text = ""
    following: Text = ""
