"""One inspection told step by step through the actions that people use, each at its own past time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from zhuangjian.apps.demo.cast import Cast
from zhuangjian.apps.inspections.checkpoints import checkpoints_of, edition_for
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, Upload, perform
from zhuangjian.apps.registry.models import Contact, Party
from zhuangjian.engines.rules.checklists import OPERATOR
from zhuangjian.engines.rules.vocabulary import PartyKind

PLACES_TO_STOP = (
    "planned",
    "assigned",
    "opened",
    "teamed",
    "plan",
    "approved",
    "on_site",
    "findings",
    "closing",
    "concluded",
    "recorded",
    "signed",
    "delivered",
)
BASIS = "《化妆品监督管理条例》《化妆品生产经营监督管理办法》《化妆品检查管理办法》"
MATTERS = {
    "production": ("质量管理体系运行情况", "上次检查缺陷的整改情况", "产品与注册备案资料的一致性"),
    "operation": ("进货查验记录制度执行情况", "上次检查缺陷的整改情况", "产品标签与注册备案资料的一致性"),
}
FOCUS = {"production": "关键项目和其他重点项目", "operation": "进货查验、标签和使用期限"}
SALON_ONLY = "OP20"
OPENING = ["scope", "discipline", "integrity", "cautions", "rights", "duties"]


@dataclass
class Team:
    """Who inspects for a unit: the head who dispatches, the leader, the others."""

    unit: str
    head: str
    leader: str
    members: tuple[str, ...]


BUREAU1 = Team("bureau1", "yiju", "zuzhang", ("jiancha",))
BUREAU2 = Team("bureau2", "erju", "erzu", ("erzu2",))
INSTITUTION = Team("institution", "shenping", "shencha", ("shencha2",))
DISTRICT = Team("home", "quzhang", "qujian", ("qujian2",))


@dataclass
class Course:
    """One course; ``now`` moves forward with every step and never past the demo's moment."""

    cast: Cast
    rng: Random
    team: Team
    party: Party
    now: datetime
    latest: datetime
    objected: bool = False
    inspection: Any = None
    task: Any = None
    contact: Any = None
    bad: Mapping[str, str] = field(default_factory=dict)

    def do(self, name: str, person: Any, target: Any = None, hours: float = 3, **data: Any) -> Any:
        """One action, some hours after the one before."""
        self.now = self.after(hours)
        outcome = perform(ACTIONS[name], person, target, data, at=self.now)
        return type(outcome.object)._base_manager.get(pk=outcome.object.pk)

    def after(self, hours: float) -> datetime:
        """The moment that many hours on, in office hours and not past the demo's own."""
        return min(_working(self.now + timedelta(hours=hours)), self.latest)

    @property
    def leader(self) -> Any:
        """The team leader."""
        return self.cast.people[self.team.leader]

    @property
    def head(self) -> Any:
        """Head of the dispatching unit."""
        return self.cast.people[self.team.head]

    def run(
        self, programme: Any, stop: str = "delivered", days: int = 6, start: str = "planned", **options: Any
    ) -> Course:
        """From the task (or a later step) to where the story stops."""
        for step in PLACES_TO_STOP[PLACES_TO_STOP.index(start) : PLACES_TO_STOP.index(stop) + 1]:
            getattr(self, step)(**{"programme": programme, "days": days, **options})
        return self

    def planned(self, programme: Any, days: int, **options: Any) -> None:
        """A task in the programme."""
        start = timezone.localtime(self.now).date()
        self.task = self.do(
            "programme.add_task",
            self.cast.jihua,
            programme,
            party=self.party.credit_code,
            window_from=start,
            window_to=start + timedelta(days=days + 18),
            focus=options.get("focus", "关键项目、前次整改情况"),
        )

    def assigned(self, **options: Any) -> None:
        """Handed to the unit; one added to an approved programme is approved by itself first."""
        if self.task.approval_waits:
            self.task = self.do("programme.approve_task", self.cast.juzhang, self.task)
        self.task = self.do(
            "programme.assign",
            self.cast.jihua,
            self.task,
            assigned_to=self.cast.authorities[self.team.unit].pk,
            information=f"{self.party.name}，{self.party.address}",
            requirements="依据检查要点开展，缺陷逐条对应；发现涉嫌违法及时报告。",
        )

    def opened(self, **options: Any) -> None:
        """The unit opens the inspection."""
        self.inspection = self.do(
            "inspections.open",
            self.head,
            self.task,
            reason=options.get("reason", "年度检查计划"),
            legal_basis=BASIS,
        )

    def teamed(self, **options: Any) -> None:
        """Leader and members."""
        people = self.cast.people
        self.inspection = self.do(
            "inspections.team",
            self.head,
            self.inspection,
            leader=self.leader.pk,
            members=[people[m].pk for m in self.team.members],
            experts=[people[e].pk for e in options.get("experts", ())],
        )

    def plan(self, days: int, **options: Any) -> None:
        """Written by the leader, for the next days."""
        written = min(_working(self.now + timedelta(hours=20)), self.latest)
        start = options.get("start_on") or timezone.localtime(written).date()
        self.inspection = self.do(
            "inspections.plan",
            self.leader,
            self.inspection,
            hours=20,
            items="\n".join(MATTERS[self._side()]),
            focus=FOCUS[self._side()],
            start_on=start,
            end_on=start + timedelta(days=max(days, 3)),
            mode="on_site",
            announced=options["announced"] if "announced" in options else self.rng.random() < 0.3,
        )

    def approved(self, **options: Any) -> None:
        """By the head, who did not write it."""
        self.inspection = self.do("inspections.approve_plan", self.head, self.inspection)

    def on_site(self, **options: Any) -> None:
        """Credentials shown, opening meeting."""
        shown = [
            next(c.pk for c in m.person.credentials.order_by("kind") if c.valid_on(self.now.date()))
            for m in self.inspection.members()
        ]
        self.inspection = self.do(
            "inspections.arrive", self.leader, self.inspection, hours=22, credentials=shown
        )
        self.inspection = self.do(
            "inspections.opening",
            self.leader,
            self.inspection,
            hours=0.3,
            points=OPENING,
            party_attendee=self.party.legal_representative,
            party_attendee_post="法定代表人",
        )

    def _side(self) -> str:
        return "operation" if edition_for(self.inspection) == OPERATOR else "production"

    def _usual(self, no: str, salon: bool) -> str:
        return "not_applicable" if no == SALON_ONLY and not salon else "conforming"

    def findings(self, **options: Any) -> None:
        """Every checkpoint, a photo, and the deficiencies."""
        points = checkpoints_of(self.inspection)
        salon = self.party.kind_rows.filter(kind=PartyKind.SALON).exists()
        bad = dict(_bad(points, self.rng, options.get("severity", "none")))
        rows = [
            {
                "item": p.no,
                "result": bad.get(p.no) or self._usual(p.no, salon),
                "text": f"{p.topic or p.summary}：现场所见与规定不一致" if p.no in bad else "",
            }
            for p in points
        ]
        member = self.cast.people[self.team.members[0]]
        self.inspection = self.do("inspections.findings", member, self.inspection, rows=rows)
        for no in bad:
            point = next(p for p in points if p.no == no)
            self.inspection = self.do(
                "inspections.deficiency",
                member,
                self.inspection,
                hours=0.1,
                item=no,
                text=f"{point.topic or point.summary}：未按规定执行，现场抽查{self.rng.randint(2, 9)}份记录，"
                f"{self.rng.randint(1, 2)}份不符合要求。",
            )
        if bad:
            self._photo(member, next(iter(bad)))

    def _photo(self, member: Any, item: str) -> None:
        image = Image.new("RGB", (640, 420), (226, 232, 236))
        draw = ImageDraw.Draw(image)
        tone = (90 + self.rng.randint(0, 90), 120, 140)
        for n in range(6):
            left = 40 + n * 95
            draw.rectangle(
                (left, 130 + self.rng.randint(0, 90), left + 70, 360), fill=tone, outline=(60, 70, 80)
            )
        out = BytesIO()
        image.save(out, "JPEG", quality=80)
        self.do(
            "evidence.add",
            member,
            self.inspection,
            hours=0.1,
            file=Upload.of("现场照片.jpg", out.getvalue(), "image/jpeg"),
            item=item,
            captured_at=self.now,
            note="示意图（演示数据）",
            confirmed_by=self.party.legal_representative,
        )
        self.inspection.refresh_from_db()

    def closing(self, **options: Any) -> None:
        """Result told; a defence heard, verified and answered in some."""
        self.objected = bool(options.get("objection"))
        self.inspection = self.do(
            "inspections.closing",
            self.leader,
            self.inspection,
            points=["result_told", "right_to_state"],
            party_attendee=self.party.legal_representative,
            position="states" if self.objected else "no_objection",
        )
        if self.objected and not options.get("unanswered"):
            self._defence()

    def _defence(self) -> None:
        deficiency = self.inspection.deficiencies.order_by("no").last()
        self.inspection = self.do(
            "inspections.statement",
            self.leader,
            self.inspection,
            hours=0.3,
            deficiency=deficiency.public_id if deficiency else None,
            text="当日记录由备用登记本记载，现提供原件。",
            made_by=self.party.legal_representative,
        )
        statement = self.inspection.statements.get()
        self.inspection = self.do(
            "inspections.answer",
            self.leader,
            self.inspection,
            hours=0.5,
            statement=statement.public_id,
            verification="已核对备用登记本原件，部分日期确有记载。",
            answer="partly",
            new_text=f"{deficiency.text}（备用登记本有部分记载）",
        )

    def concluded(self, **options: Any) -> None:
        """Computed for makers; chosen with reasons for operators."""
        chosen = options.get("conclusion")
        advice = (
            "缺陷由辖区监管部门责令限期整改"
            if self.inspection.deficiencies.exists()
            else "没有需要处理的事项"
        )
        given = {"handling_opinion": advice, **options.get("concluding", {})}
        if chosen:
            given |= {"conclusion": chosen, "reasons": "依据检查表逐项评定"}
        self.inspection = self.do("inspections.conclude", self.leader, self.inspection, **given)

    def recorded(self, **options: Any) -> None:
        """In the form CQ 14 asks for."""
        form = options.get("form")
        self.inspection = self.do(
            "inspections.record", self.leader, self.inspection, **({"form": form} if form else {})
        )

    def signed(self, **options: Any) -> None:
        """The team, then the party or its refusal."""
        for member in self.inspection.members():
            self.inspection = self.do("inspections.sign", member.person, self.inspection, hours=0.2)
        refused = options.get("refuses")
        self.inspection = self.do(
            "inspections.party_sign",
            self.leader,
            self.inspection,
            hours=0.2,
            kind="refused" if refused else "signed",
            signer_name=self.party.legal_representative,
            signer_post="法定代表人",
            **({"reason": "认为缺陷描述过重，拒绝签字", "witness": "园区管理处值班员"} if refused else {}),
        )

    def delivered(self, **options: Any) -> None:
        """A copy for both sides."""
        self.inspection = self.do(
            "inspections.deliver",
            self.leader,
            self.inspection,
            hours=0.5,
            delivered_to=self.party.legal_representative,
        )

    def speaker(self) -> Any:
        """A contact of the party, made when first needed."""
        row = Contact.objects.unrestricted().filter(party=self.party).select_related("person").first()
        if row is None:
            from zhuangjian.apps.authorities.enrolling import enrol
            from zhuangjian.apps.authorities.models import Person

            person = Person.objects.create_user(
                f"lianxi{self.party.pk}",
                None,
                name=self.party.legal_representative,
                roles=["enterprise_contact"],
            )
            row = Contact.objects.create(person=person, party=self.party)
            enrol(person)
        return row.person

    def fresh(self) -> Inspection:
        """The inspection as stored now."""
        return Inspection.objects.unrestricted().get(pk=self.inspection.pk)


def _bad(points: Any, rng: Random, severity: str) -> list[tuple[str, str]]:
    """Which checkpoints fail: none, a few general, one critical, or one operator item."""
    general = [p.no for p in points if p.item_class == "general"]
    major = [p.no for p in points if p.item_class == "major"]
    critical = [p.no for p in points if p.item_class == "critical"]
    pool = general or [p.no for p in points]
    if severity == "few":
        chosen = rng.sample(pool, k=min(len(pool), rng.randint(2, 5)))
        return [(no, "nonconforming") for no in chosen] + [(no, "nonconforming") for no in major[:1]]
    if severity == "flaw":
        return [(pool[rng.randrange(len(pool))], "nonconforming"), *((no, "minor_flaw") for no in major[1:2])]
    if severity == "serious":
        return [(no, "nonconforming") for no in (*critical[:1], *rng.sample(pool, k=min(3, len(pool))))]
    return []


def _working(when: datetime) -> datetime:
    """The moment itself in office hours, else nine o'clock on the next weekday."""
    local = timezone.localtime(when)
    if local.hour >= 18:
        local = (local + timedelta(days=1)).replace(hour=9, minute=local.minute)
    elif local.hour < 9:
        local = local.replace(hour=9)
    while local.weekday() > 4:
        local += timedelta(days=1)
    return local


def moment(day: date, before: int, hour: int = 9) -> datetime:
    """``before`` days earlier, in the morning, moved off the weekend."""
    when = day - timedelta(days=before)
    while when.weekday() > 4:
        when -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(when, time(hour, 10)))
