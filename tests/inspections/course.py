"""Takes an inspection to any point of its course through the real actions, as the cast of tests/world.py."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone
from PIL import Image

from zhuangjian.apps.inspections.checkpoints import checkpoints_of
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, Upload, perform
from zhuangjian.apps.programme.models import Task
from zhuangjian.engines.rules.origins import causes_of

OPENING = ["scope", "discipline", "integrity", "cautions", "rights", "duties"]


def do(name: str, person: Any, target: Any = None, **data: Any) -> Any:
    """Run an action by name and give back a fresh object."""
    key = data.pop("key", "")
    outcome = perform(ACTIONS[name], person, target, data, key=key)
    return type(outcome.object)._base_manager.get(pk=outcome.object.pk)


def today() -> date:
    return timezone.localdate()


def programme(w: Any, **more: Any) -> Any:
    return do(
        "programme.create",
        w.programme_officer,
        year=more.pop("year", today().year),
        scope="全市化妆品生产企业",
        focus="关键项目和其他重点项目",
        requirements="依据检查要点开展，缺陷逐条对应",
        **more,
    )


def cause() -> dict[str, Any]:
    """The first cause of the region that can rest on a complaint, with one."""
    causes = causes_of(region=settings.REGION).causes
    key = next(one.key for one in causes if "complaint" in one.rests_on)
    return {
        "kind": "cause",
        "cause": key,
        "support": "complaint",
        "reference": "投字2026-8",
        "received_on": today(),
    }


def task(w: Any, made: Any = None, party: Any = None, start: date | None = None, **more: Any) -> Task:
    """A task: of a programme, or, for cause or licensing, from its own origin."""
    start = start or today()
    more.setdefault("window_to", start + timedelta(days=10))
    given = {"party": (party or w.maker).credit_code, "window_from": start, **more}
    if more.get("inspection_type") == "for_cause":
        return do("programme.start", w.programme_officer, **cause() | given)
    if more.get("inspection_type") == "licensing":
        return application(w, **{k: v for k, v in given.items() if k != "inspection_type"})
    return do("programme.add_task", w.programme_officer, made or programme(w), **given)


def application(w: Any, **more: Any) -> Task:
    """A task of an application that the licensing department registered."""
    given = {
        "party": w.maker.credit_code,
        "licensing_kind": "licensing_new",
        "reference": "申2026-1",
        "applied_on": today() - timedelta(days=3),
        "acceptance": "受2026-1",
        "received_on": today() - timedelta(days=1),
        "window_from": today(),
        "window_to": today() + timedelta(days=10),
    }
    return do("programme.register_application", w.licensing_officer, **given | more)


def approved(w: Any, made: Any) -> Any:
    return do("programme.approve", w.head, made)


def assigned(w: Any, unit: Any = None, **more: Any) -> Task:
    row = task(w, **more)
    if row.programme is not None and row.programme.status != "approved":
        approved(w, row.programme)
    row = Task.objects.get(pk=row.pk)
    if row.approval_waits:
        row = do("programme.approve_task", w.head, row)
    return do(
        "programme.assign",
        w.programme_officer,
        row,
        assigned_to=(unit or w.bureau).pk,
        information="企业档案摘要",
        requirements="按检查要点逐项检查",
    )


def opened(w: Any, **more: Any) -> Inspection:
    head, usual = more.pop("by", w.bureau_head), more.pop("usual_basis", False)
    row = assigned(w, **more)
    usual_basis = ACTIONS["inspections.open"].initial(head, row)["legal_basis"]
    return do(
        "inspections.open",
        head,
        row,
        reason="年度计划",
        legal_basis=usual_basis if usual else "《化妆品监督管理条例》",
    )


def teamed(w: Any, members: Any = None, experts: Any = (), **more: Any) -> Inspection:
    row = opened(w, **more)
    return do(
        "inspections.team",
        w.bureau_head,
        row,
        leader=w.leader.pk,
        members=[p.pk for p in ([w.inspector] if members is None else members)],
        experts=[p.pk for p in experts],
    )


def plan_data(**more: Any) -> dict[str, Any]:
    return {
        "items": "检查要点全部项目\n前次整改情况",
        "start_on": today(),
        "end_on": today() + timedelta(days=1),
        "mode": "on_site",
        **more,
    }


def planned(w: Any, plan: Any = None, **more: Any) -> Inspection:
    return do("inspections.plan", w.leader, teamed(w, **more), **plan_data(**(plan or {})))


def plan_approved(w: Any, **more: Any) -> Inspection:
    return do("inspections.approve_plan", w.bureau_head, planned(w, **more))


def credentials_of(inspection: Inspection) -> list[int]:
    return [c.pk for m in inspection.members() for c in m.person.credentials.filter(kind="enforcement")]


def arrived(w: Any, **more: Any) -> Inspection:
    row = plan_approved(w, **more)
    return do("inspections.arrive", w.leader, row, credentials=credentials_of(row))


def on_site(w: Any, **more: Any) -> Inspection:
    return do(
        "inspections.opening",
        w.leader,
        arrived(w, **more),
        points=OPENING,
        party_attendee="王经理",
        party_attendee_post="质量安全负责人",
    )


def rows(inspection: Inspection, **bad: str) -> list[dict[str, Any]]:
    """Every checkpoint conforming but for ``i25="nonconforming"`` …"""
    wanted = {no.removeprefix("i"): result for no, result in bad.items()}
    return [
        {
            "item": p.no,
            "result": wanted.get(p.no, "conforming"),
            "text": "现场所见与记录不一致" if p.no in wanted else "",
        }
        for p in checkpoints_of(inspection)
    ]


def found(w: Any, bad: dict[str, str] | None = None, **more: Any) -> Inspection:
    row = on_site(w, **more)
    bad = bad or {}
    row = do("inspections.findings", w.inspector, row, rows=rows(row, **bad))
    for no in bad:
        row = do(
            "inspections.deficiency",
            w.inspector,
            row,
            item=no.removeprefix("i"),
            text=f"第{no[1:]}项不合要求",
        )
    return row


def closed_meeting(w: Any, position: str = "no_objection", **more: Any) -> Inspection:
    return do(
        "inspections.closing",
        w.leader,
        found(w, **more),
        points=["result_told", "right_to_state"],
        party_attendee="王经理",
        position=position,
    )


def concluded(w: Any, conclusion: dict[str, Any] | None = None, **more: Any) -> Inspection:
    return do("inspections.conclude", w.leader, closed_meeting(w, **more), **(conclusion or {}))


def recorded(w: Any, form: str | None = None, **more: Any) -> Inspection:
    return do("inspections.record", w.leader, concluded(w, **more), **({"form": form} if form else {}))


def signed(w: Any, **more: Any) -> Inspection:
    return sign_all(w, recorded(w, **more))


def sign_all(w: Any, row: Inspection) -> Inspection:
    for member in row.members():
        row = do("inspections.sign", member.person, row)
    return do(
        "inspections.party_sign", w.leader, row, kind="signed", signer_name="王法定", signer_post="法定代表人"
    )


def delivered(w: Any, **more: Any) -> Inspection:
    return do("inspections.deliver", w.leader, signed(w, **more), delivered_to="王经理")


def submitted(w: Any, **more: Any) -> Inspection:
    """A licensing inspection whose record the leader submitted for evaluation."""
    row = delivered(w, inspection_type="licensing", **more)
    return do("inspections.submit_record", w.leader, row, materials="现场照片12张，文件复印件3份")


def photo(moment: str = "", colour: int = 200) -> Upload:
    """A small JPEG, with an EXIF time if given."""
    image = Image.new("RGB", (64, 48), (colour, 90, 90))
    exif = Image.Exif()
    if moment:
        exif.get_ifd(0x8769)[0x9003] = moment
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return Upload.of("现场.jpg", out.getvalue(), "image/jpeg")
