"""The field app's page, what it fetches before leaving, and the one address where work comes home."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.reading import log_read
from zhuangjian.apps.ledger.action import ACTIONS, Upload, perform, status_of
from zhuangjian.apps.outing import home
from zhuangjian.apps.outing.actions.outings import BringHome, TakeAlong
from zhuangjian.apps.outing.clock import Moment
from zhuangjian.apps.outing.models import Handed, Outcome, Outing
from zhuangjian.apps.outing.package import package_of
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.field.sealed import NOT_OURS, public_key, unsealed
from zhuangjian.field.shell import addresses, version
from zhuangjian.kernel.requests import PersonRequest
from zhuangjian.web.doing import onward, refused
from zhuangjian.web.forms import LARGEST_FILE, data_of, fields_of
from zhuangjian.web.owner import owner_of
from zhuangjian.web.turns import busy

# Drawn as forms on the device; what belongs to a checkpoint is drawn there by the app itself.
FORMS = ("inspections.arrive", "inspections.opening", "inspections.obstruction")
DAMAGED = "附件在传送中损坏，没有保存，设备会再传一次。"


class Work(BaseModel):
    """One piece of work as the device sends it: an act, its input, and when it was done by the device's clock."""

    model_config = ConfigDict(extra="forbid")

    key: UUID
    no: int = Field(0, ge=0, le=1_000_000)
    act: str = Field(max_length=80)
    about: str = Field(max_length=200)
    device_at: Moment
    device_now: Moment
    left: int = Field(0, ge=0, le=1_000_000)
    sha256: str = Field("", max_length=64)
    data: dict[str, Any] = Field(default_factory=dict)
    fields: list[tuple[str, str]] = Field(default_factory=list, max_length=400)


class Drop(BaseModel):
    """A piece that its author gives up, and why."""

    model_config = ConfigDict(extra="forbid")

    key: UUID
    words: str = Field(max_length=300)
    left: int = Field(0, ge=0, le=1_000_000)


def _json(body: Mapping[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _answered(what: Callable[[], Mapping[str, Any]]) -> JsonResponse:
    try:
        return _json(what())
    except Refusal as refusal:
        return _json(refusal.to_dict(), status_of(refusal))
    except ValidationError as error:
        found = "、".join(".".join(str(part) for part in one["loc"]) for one in error.errors()[:5])
        return _json(
            Refusal(f"设备送来的内容不完整（{found}），没有保存。请更新现场离线后再交。").to_dict(), 422
        )


@require_GET
def shell(request: PersonRequest) -> HttpResponse:
    """The page that the device keeps: the same for everybody, with nothing of any case."""
    return render(request, "field/shell.html", {"version": version()})


@require_GET
def worker(request: PersonRequest) -> HttpResponse:
    """The service worker, which keeps exactly the files of one version."""
    context = {"version": version(), "files": json.dumps(addresses())}
    return render(request, "field/sw.js", context, content_type="text/javascript; charset=utf-8")


@require_GET
def manifest(request: PersonRequest) -> HttpResponse:
    """What makes the page an app on the home screen."""
    return render(request, "field/app.webmanifest", content_type="application/manifest+json; charset=utf-8")


@ensure_csrf_cookie
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Who is signed in, what they may take along, and what is out with them on any device."""
    person = request.person
    rows = Inspection.objects.visible_to(person).filter(
        team__person=person, team__left_at=None, stage__in=("plan_approved", "on_site")
    )
    offered = [
        row
        for row in rows.select_related("party").distinct().order_by("created_at", "pk")
        if TakeAlong.allowed(person, row)
    ]
    out = Outing.objects.visible_to(person).filter(person=person, ended_at=None).select_related("inspection")
    return _json(
        {
            "owner": owner_of(person),
            "name": person.name,
            "inspections": [
                {"id": str(row.public_id), "title": str(row), "party": row.party.name, "days": _days(row)}
                for row in offered
            ],
            "outings": [
                {
                    "id": str(one.public_id),
                    "inspection": str(one.inspection.public_id),
                    "title": str(one.inspection),
                    "device": one.device,
                    "device_name": one.device_name,
                    "taken_at": one.taken_at.isoformat(),
                }
                for one in out
                if one.inspection is not None
            ],
        }
    )


def _days(row: Inspection) -> str:
    plan = row.plan()
    if plan is None:
        return ""
    return "至".join(f"{day.month}月{day.day}日" for day in (plan.start_on, plan.end_on))


@require_POST
def take(request: PersonRequest, key: UUID) -> HttpResponse:
    """Take an inspection along on this device; the answer is everything that goes with it."""
    row = visible_or_404(Inspection, request.person, key)
    given = {name: request.POST.get(name, "") for name in ("device", "device_name", "device_clock")}

    def taken() -> Mapping[str, Any]:
        done = perform(TakeAlong, request.person, row, given, key=request.POST.get("request_key", ""))
        return _package(request, done.object)

    return _answered(taken)


@require_GET
def package(request: PersonRequest, key: UUID) -> HttpResponse:
    """The same anew, as the case stands now."""
    row = visible_or_404(Outing, request.person, key, "inspection__party", "inspection__site", "person")
    if row.person_id != request.person.pk:
        return _json(Refusal("这是另一个人带出的检查。").to_dict(), 403)
    return _answered(lambda: _package(request, row))


def _package(request: PersonRequest, outing: Outing) -> dict[str, Any]:
    person, case = request.person, outing.inspection
    log_read(case, person, "带出现场办理")
    forms = [
        {
            "act": name,
            "title": ACTIONS[name].title,
            "html": render_to_string(
                "field/form.html", {"fields": fields_of(ACTIONS[name], person, case), "prefix": name}
            ),
        }
        for name in FORMS
        if ACTIONS[name].may(person, case)
        # Before arrival all of them are still to come; later only what is still due.
        and (case.stage == Stage.PLAN_APPROVED or ACTIONS[name].allowed(person, case))
    ]
    return package_of(person, outing) | {
        "owner": owner_of(person),
        "forms": forms,
        "seal": public_key(),
    }


@require_POST
def work(request: PersonRequest, key: UUID) -> HttpResponse:
    """One piece of work. The answer is the receipt: what came of it, and the digest of its attachment as stored."""
    outing = visible_or_404(Outing, request.person, key, "inspection")
    try:
        return _answered(lambda: _done(request, outing))
    except home.Again:
        return busy(request)


def _done(request: PersonRequest, outing: Outing) -> Mapping[str, Any]:
    sent = Work.model_validate_json(request.POST.get("work", ""))
    return receipt(_taken_in(request, outing, sent, request.FILES.get("file")), outing)


def _taken_in(request: PersonRequest, outing: Outing, sent: Work, file: Any) -> Handed:
    upload = None
    if sent.sha256:
        if file is None or digest_of(file) != sent.sha256:
            raise Refusal(DAMAGED)
        upload = _upload(file)
    action = ACTIONS.get(sent.act)
    data = sent.data
    if sent.fields and action is not None:
        posted = QueryDict(mutable=True)
        for name, value in sent.fields:
            posted.appendlist(name, value)
        data = data_of(action, posted, MultiValueDict())
    return home.bring_home(
        request.person,
        outing,
        {name: getattr(sent, name) for name in ("key", "no", "act", "about", "device_at", "sha256")},
        data,
        device_now=sent.device_now,
        left=sent.left,
        upload=upload,
    )


def receipt(row: Handed, outing: Outing) -> dict[str, Any]:
    """What the device is told of a piece; with a clash also what stands in the case."""
    items = home.rows_of(row) if row.outcome == Outcome.CLASH else []
    return {
        "key": str(row.key),
        "outcome": row.outcome,
        "words": row.words,
        "sha256": row.sha256,
        "seq": row.seq,
        "stands": home.standing(outing.inspection, items[0]["item"]) if items else None,
    }


def digest_of(file: Any) -> str:
    """SHA-256 of an upload, read piece by piece; it stands at its beginning afterwards."""
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def _upload(file: Any) -> Upload:
    return data_of(ACTIONS["evidence.add"], QueryDict(), _only(file))["file"]  # type: ignore[no-any-return]


def _only(file: Any) -> Any:
    return MultiValueDict({"file": [file]})


@require_POST
def drop(request: PersonRequest, key: UUID) -> HttpResponse:
    """A piece that was not stored is given up by its author: what it said stays readable here."""
    outing = visible_or_404(Outing, request.person, key, "inspection")

    def dropped() -> Mapping[str, Any]:
        given = Drop.model_validate_json(request.POST.get("drop", ""))
        row = outing.handed.filter(key=given.key).exclude(outcome=Outcome.DONE).first()
        if row is None:
            raise Refusal("系统中没有这一件，或者已经入库，不能放弃。")
        return receipt(home.given_up(request.person, outing, row, given.words, given.left), outing)

    return _answered(dropped)


@require_POST
def end(request: PersonRequest, key: UUID) -> HttpResponse:
    """Everything is here; the device clears what it kept once this is answered."""
    outing = visible_or_404(Outing, request.person, key)
    left = request.POST.get("left", "0")

    def ended() -> Mapping[str, Any]:
        if outing.ended_at is None:
            perform(BringHome, request.person, outing, {"left": left})
        return {"ended": True}

    return _answered(ended)


class Carried(BaseModel):
    """A piece in a sealed file: as it would have been sent, its attachment in base64 beside it."""

    model_config = ConfigDict(extra="forbid")

    work: Work
    name: str = Field("", max_length=200)
    type: str = Field("", max_length=100)
    file: str = ""


class Carrying(BaseModel):
    """What a sealed file holds."""

    model_config = ConfigDict(extra="forbid")

    outing: UUID
    pieces: list[Carried] = Field(max_length=2000)


@require_POST
def carried(request: PersonRequest, key: UUID) -> HttpResponse:
    """Work that came by cable instead of by network: the same pieces, out of a sealed file. What is there already stays."""
    outing = visible_or_404(Outing, request.person, key, "inspection")
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refusal("请选择从设备导出的 .zjfield 文件。", missing=["封存文件"])
        if (file.size or 0) > LARGEST_FILE:
            # It is opened in memory; the device makes files of a third of this.
            raise Refusal(NOT_OURS)
        held = Carrying.model_validate(unsealed(file.read()))
        if held.outing != outing.public_id:
            raise Refusal("这个文件是另一次带出的，请在那一次的页面上交回。")
        # How long the file was on its way says nothing of the device's clock; how it went when it left does.
        clock = {"device_now": timezone.now() - timedelta(seconds=outing.skew)}
        rows = [
            _taken_in(request, outing, one.work.model_copy(update=clock), _file(one)) for one in held.pieces
        ]
    except ValueError:
        return refused(request, Refusal(NOT_OURS))
    except Refusal as refusal:
        return refused(request, refusal)
    except home.Again:
        return busy(request)
    done = sum(row.outcome == Outcome.DONE for row in rows)
    messages.success(
        request, f"文件中的 {len(rows)} 件已读入：{done} 件已入库，{len(rows) - done} 件待处理。"
    )
    return onward(request, outing.get_absolute_url())


def _file(one: Carried) -> Any:
    if not one.work.sha256:
        return None
    return SimpleUploadedFile(
        one.name or "现场照片", b64decode(one.file), one.type or "application/octet-stream"
    )
