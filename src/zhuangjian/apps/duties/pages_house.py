"""The pages of the house's own duties: verify the ledger and say what was found; go through the accounts."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhuangjian.apps.authorities.models import Credential, Person, Role
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.conduct.public_ids import public_name
from zhuangjian.apps.documents.checking import FileWalk
from zhuangjian.apps.duties.actions import ExamineAltered, RecordAccountReview, RecordLedgerAudit
from zhuangjian.apps.duties.house import ALTERED, HOUSE, LEDGER_AUDIT
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.standing import recorded
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.kernel.requests import PersonRequest

QUIET = timedelta(days=180)  # an account nobody used for so long is worth a question
SHOWN = 50


@require_GET
def duty(request: PersonRequest, key: UUID) -> HttpResponse:
    """One duty of the house; any other duty leads to the page where it is handled."""
    person = request.person
    row = visible_or_404(Duty, person, key, "authority", "done_by")
    if row.kind == ALTERED:
        return render(request, "duties/altered.html", _altered(row, person))
    if row.kind not in HOUSE:
        return HttpResponseRedirect(
            row.url if row.url.startswith("/") and not row.url.startswith("//") else "/"
        )
    context = _context(row, person)
    if row.kind != LEDGER_AUDIT.kind:
        context |= _accounts(person)
    return render(request, f"duties/{row.kind.removeprefix('house.')}.html", context)


@require_POST
def verify_ledger(request: PersonRequest, key: UUID) -> HttpResponse:
    """Verify ledger, objects and files now, and offer to record it. Changes nothing itself: heavy, hence a POST."""
    person = request.person
    row = visible_or_404(Duty, person, key, "authority")
    if not RecordLedgerAudit.allowed(person, row):
        raise Http404("找不到这一页，或您无权查看。")
    files = FileWalk()
    report = verify(None, [files.faults()])
    context = {
        **_context(row, person),
        "report": report,
        "files": files.checked,
        "request_key": uuid.uuid4().hex,
    }
    return render(request, "duties/ledger_audit.html", context)


def _context(row: Duty, person: Any) -> dict[str, Any]:
    action = RecordLedgerAudit if row.kind == LEDGER_AUDIT.kind else RecordAccountReview
    earlier = Duty.objects.visible_to(person).filter(
        kind=row.kind, authority_id=row.authority_id, outcome="done", pk__lt=row.pk
    )
    return {
        "duty": row,
        "line": line_of(row, timezone.localdate()),
        "mine": action.allowed(person, row),
        "earlier": earlier.select_related("done_by").order_by("-done_at")[:12],
    }


def _altered(row: Duty, person: Any) -> dict[str, Any]:
    seq, digest = recorded(apps.get_model(row.target_model), row.target_id)
    return {
        "duty": row,
        "kind": apps.get_model(row.target_model)._meta.verbose_name,
        "object_id": public_name(row.target_model, row.target_id),
        "marks": [("账本最近一条", f"第 {seq} 条" if seq else ""), ("应有的状态摘要", digest)],
        "mine": ExamineAltered.allowed(person, row),
    }


def _accounts(person: Any) -> dict[str, Any]:
    today = timezone.localdate()
    people = Person.objects.visible_to(person).filter(is_active=True).select_related("authority")
    before = timezone.now() - QUIET
    quiet = people.exclude(sign_ins__at__gte=before).filter(created_at__lt=before).order_by("username")
    credentials = (
        Credential.objects.visible_to(person)
        .filter(person__is_active=True, valid_to__lte=today + timedelta(days=90))
        .select_related("person__authority")
        .order_by("valid_to", "pk")
    )
    return {
        "active": people.count(),
        "administrators": people.filter(role_rows__role=Role.ADMINISTRATOR).distinct(),
        "quiet": quiet[:SHOWN],
        "quiet_total": quiet.count(),
        "credentials": credentials[:SHOWN],
        "credentials_total": credentials.count(),
        "today": today,
    }
