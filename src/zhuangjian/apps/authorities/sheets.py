"""The lists of the administration: people, credentials, sign-ins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority, Credential, Person, Role, SignInEvent, SignInKind
from zhuangjian.engines.rules.vocabulary import CredentialKind
from zhuangjian.kernel.sheets import Column, Filter, Sheet

SOON = 90  # days before its end that a credential is pointed out
ROLE_WORDS = dict(Role.choices())


def roles_of(person: Person) -> str:
    """Role names of a row with ``role_rows`` prefetched."""
    return "、".join(ROLE_WORDS.get(row.role, row.role) for row in person.role_rows.all())


def credential_state(row: Credential) -> tuple[str, str]:
    """(words, tone) of a credential today."""
    today = timezone.localdate()
    if today < row.valid_from:
        return "尚未生效", "off"
    if today > row.valid_to:
        return "已过期", "bad"
    left = (row.valid_to - today).days
    return (f"{left} 天后到期", "warn") if left <= SOON else ("有效", "ok")


def _authorities(person: Any) -> list[tuple[int, str]]:
    people = Person.objects.visible_to(person).values("authority")
    rows = Authority.objects.visible_to(person).filter(pk__in=people)
    return [(row.pk, str(row)) for row in rows]


def _words(rows: Any, text: str) -> Any:
    return rows.filter(Q(name__icontains=text) | Q(username__icontains=text))


def _active(rows: Any, value: str) -> Any:
    return rows.filter(is_active=value == "yes")


PEOPLE = Sheet(
    "people",
    "人员",
    columns=(
        Column("name", "姓名", "name", "name", link=lambda row: f"/administration/people/{row.pk}/"),
        Column("username", "登录名", "username", "username"),
        Column("authority", "所在单位", lambda row: str(row.authority or "企业"), "authority__name"),
        Column("roles", "角色", roles_of),
        Column(
            "active",
            "状态",
            lambda row: "在用" if row.is_active else "已停用",
            "is_active",
            status=lambda row: ("在用", "ok") if row.is_active else ("已停用", "off"),
        ),
    ),
    filters=(
        Filter("words", "姓名或登录名", _words),
        Filter("authority", "单位", "authority_id", "choice", _authorities),
        Filter("role", "角色", "role_rows__role", "choice", Role.choices()),
        Filter("active", "状态", _active, "choice", (("yes", "在用"), ("no", "已停用"))),
    ),
    sort="username",
    empty="没有符合条件的人员。",
)


def _expiring(rows: Any, _: Any) -> Any:
    today = timezone.localdate()
    return rows.filter(valid_to__gte=today, valid_to__lte=today + timedelta(days=SOON))


def _expired(rows: Any, _: Any) -> Any:
    return rows.filter(valid_to__lt=timezone.localdate())


CREDENTIALS = Sheet(
    "credentials",
    "证件",
    columns=(
        Column(
            "person",
            "姓名",
            "person.name",
            "person__name",
            link=lambda row: f"/administration/people/{row.person_id}/",
        ),
        Column(
            "authority", "所在单位", lambda row: str(row.person.authority or ""), "person__authority__name"
        ),
        Column("kind", "证件", "get_kind_display", "kind"),
        Column("number", "证件号", "number", "number"),
        Column("valid_from", "有效期起", "valid_from", "valid_from"),
        Column("valid_to", "有效期止", "valid_to", "valid_to"),
        Column("state", "状态", lambda row: credential_state(row)[0], "valid_to", status=credential_state),
    ),
    filters=(
        Filter("name", "姓名", "person__name__icontains"),
        Filter("kind", "证件", "kind", "choice", CredentialKind.choices()),
        Filter("soon", f"{SOON} 天内到期", _expiring, "flag"),
        Filter("expired", "已过期", _expired, "flag"),
    ),
    sort="valid_to",
    empty="没有登记证件。",
    empty_hint="在人员页登记执法证和检查员证后，组建检查组时才能选用。",
)

SIGN_INS = Sheet(
    "sign-ins",
    "登录记录",
    columns=(
        Column("at", "时间", "at", "at", template="authorities/time_cell.html"),
        Column("person", "姓名", lambda row: str(row.person or "（不存在的登录名）"), "person__name"),
        Column(
            "kind",
            "情形",
            "get_kind_display",
            "kind",
            status=lambda row: (row.get_kind_display(), sign_in_tone(row)),
        ),
        Column("address", "网络地址", "address", "address"),
        Column("agent", "浏览器", "agent", css="text-secondary small"),
    ),
    filters=(
        Filter("name", "姓名", "person__name__icontains"),
        Filter("kind", "情形", "kind", "choice", SignInKind.choices()),
    ),
    sort="-at",
    empty="还没有登录记录。",
)


def sign_in_tone(row: SignInEvent) -> str:
    """Colour of a kind of event."""
    return {"signed_in": "ok", "signed_out": "off", "locked": "bad"}.get(row.kind, "warn")
