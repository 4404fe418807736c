"""What is shown of people, authorities, credentials and sign-ins."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.authorities.models import (
    ApiToken,
    Authority,
    Credential,
    Expertise,
    Interest,
    Person,
    Role,
    SignInEvent,
    SignInKind,
)
from zhuangjian.apps.authorities.powers import powers_of
from zhuangjian.engines.rules.vocabulary import CredentialKind
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, fact, rows_of

TAG = "机构与人员"
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


def keeps_accounts(person: Any) -> bool:
    """Who has the pages of the administration."""
    return bool(person.has(Role.ADMINISTRATOR, Role.HEAD))


PEOPLE = Sheet(
    "people",
    "人员",
    columns=(
        Column("name", "姓名", "name", "name", link=lambda row: f"/administration/people/{row.pk}/", api=str),
        Column("username", "登录名", "username", "username", fact=True, api=str),
        Column(
            "authority",
            "所在单位",
            lambda row: str(row.authority or "企业"),
            "authority__name",
            fact=True,
            api={
                "authority_id": Datum(int | None, "authority_id"),
                "authority": Datum(str, lambda row: str(row.authority or "企业")),
            },
        ),
        Column(
            "roles",
            "角色",
            roles_of,
            api={
                "roles": Datum(list[str], lambda row: sorted(each.role for each in row.role_rows.all())),
                "role_words": Datum(str, roles_of),
            },
        ),
        Column(
            "active",
            "状态",
            lambda row: "在用" if row.is_active else "已停用",
            "is_active",
            status=lambda row: ("在用", "ok") if row.is_active else ("已停用", "off"),
            api={"is_active": Datum(bool, "is_active")},
        ),
        fact("phone", "电话", "phone", seen_by=keeps_accounts, api=str),
        fact(
            "created",
            "建立",
            lambda row: timezone.localdate(row.created_at),
            seen_by=keeps_accounts,
            api={"created_at": Datum(datetime, "created_at")},
        ),
        fact(
            "parts",
            "证件、专长与利害关系",
            "name",
            drawn=False,
            seen_by=keeps_accounts,
            api={
                "credentials": rows_of(
                    Credential,
                    "person",
                    "PersonCredentialOut",
                    "kind",
                    kind=str,
                    number=str,
                    valid_from=date,
                    valid_to=date,
                ),
                "expertise": rows_of(Expertise, "person", "ExpertiseOut", field=str),
                "interests": rows_of(
                    Interest,
                    "person",
                    "InterestOut",
                    "ended_on",
                    credit_code=str,
                    party_name=str,
                    relation=str,
                    detail=str,
                    declared_at=date,
                    ended_on=date | None,
                ),
                "tokens": rows_of(
                    ApiToken,
                    "person",
                    "TokenOut",
                    "-pk",
                    name=str,
                    prefix=str,
                    created_at=datetime,
                    expires_at=datetime,
                    last_used_at=datetime | None,
                    revoked_at=datetime | None,
                ),
            },
        ),
    ),
    filters=(
        Filter("words", "姓名或登录名", _words),
        Filter("authority", "单位", "authority_id", "choice", _authorities),
        Filter("role", "角色", "role_rows__role", "choice", Role.choices()),
        Filter("active", "状态", _active, "choice", (("yes", "在用"), ("no", "已停用"))),
    ),
    sort="username",
    model=Person,
    empty="没有符合条件的人员。",
    rows=lambda person: (
        Person.objects.visible_to(person).select_related("authority").prefetch_related("role_rows")
    ),
    also={"id": Datum(int, "pk")},
    reading=Reading(
        "authorities/people",
        TAG,
        "PersonOut",
        "人员",
        "一名人员",
        ("zhuangjian_api_authorities_people", "zhuangjian_api_authorities_person"),
        one_schema="PersonDetail",
        words="The people whom the caller may see; filters as on the page.",
        one_words="One person; contact and qualifications for administrators and heads.",
        page_size=100,
        own=("authorities/me", "zhuangjian_api_authorities_me", "当前账号"),
    ),
)


AUTHORITIES = Sheet(
    "authorities",
    "监管单位",
    columns=(
        Column("name", "单位", "name", "name", link=lambda row: row.get_absolute_url(), api=str),
        Column("short_name", "简称", "short_name", "short_name", fact=True, api=str),
        Column(
            "kind",
            "类别",
            "get_kind_display",
            "kind",
            fact=True,
            api={"kind": Datum(str, "kind"), "kind_words": Datum(str, "get_kind_display")},
        ),
        Column("region_code", "行政区划", "region_code", "region_code", fact=True, api=str),
        Column(
            "parent",
            "上级单位",
            "parent.name",
            "parent__name",
            fact=True,
            link=lambda row: row.parent.get_absolute_url() if row.parent else "",
            api={
                "parent_id": Datum(int | None, "parent_id"),
                "parent": Datum(str | None, "parent.name"),
            },
        ),
        Column("is_active", "在用", "is_active", "is_active", api=bool),
        Column(
            "powers",
            "职责",
            lambda row: "；".join(words for _, words in powers_of(row.kind)),
            fact=True,
            template="authorities/powers_fact.html",
            api={
                "powers": Datum(
                    list[dict[str, str]],
                    lambda row: [
                        {"article": article, "text": words} for article, words in powers_of(row.kind)
                    ],
                )
            },
        ),
        fact(
            "children",
            "下级单位",
            "name",
            drawn=False,
            api={"children": rows_of(Authority, "parent", "BelowOut", "name", id=Datum(int, "pk"), name=str)},
        ),
    ),
    model=Authority,
    rows=lambda person: Authority.objects.visible_to(person).select_related("parent").order_by("pk"),
    also={"id": Datum(int, "pk")},
    reading=Reading(
        "authorities",
        TAG,
        "AuthorityOut",
        "监管单位",
        "一个单位",
        ("zhuangjian_api_authorities_authorities", "zhuangjian_api_authorities_authority"),
        one_schema="AuthorityDetail",
        words="The tree, as a list.",
        one_words="One authority with its powers.",
        page_size=100,
    ),
)


def _expiring(rows: Any, _: Any) -> Any:
    today = timezone.localdate()
    return rows.filter(valid_to__gte=today, valid_to__lte=today + timedelta(days=SOON))


def _expired(rows: Any, _: Any) -> Any:
    return rows.filter(valid_to__lt=timezone.localdate())


def sign_in_tone(row: SignInEvent) -> str:
    """Colour of a kind of event."""
    return {"signed_in": "ok", "signed_out": "off", "locked": "bad"}.get(row.kind, "warn")


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
            api={"person_id": Datum(int, "person_id"), "person": Datum(str, "person.name")},
        ),
        Column(
            "authority",
            "所在单位",
            lambda row: str(row.person.authority or ""),
            "person__authority__name",
            api=str,
        ),
        Column(
            "kind",
            "证件",
            "get_kind_display",
            "kind",
            api={"kind": Datum(str, "kind"), "kind_words": Datum(str, "get_kind_display")},
        ),
        Column("number", "证件号", "number", "number", api=str),
        Column("valid_from", "有效期起", "valid_from", "valid_from", api=date),
        Column("valid_to", "有效期止", "valid_to", "valid_to", api=date),
        Column(
            "state",
            "状态",
            lambda row: credential_state(row)[0],
            "valid_to",
            status=credential_state,
            api=str,
        ),
    ),
    filters=(
        Filter("name", "姓名", "person__name__icontains"),
        Filter("kind", "证件", "kind", "choice", CredentialKind.choices()),
        Filter("soon", f"{SOON} 天内到期", _expiring, "flag"),
        Filter("expired", "已过期", _expired, "flag"),
    ),
    sort="valid_to",
    model=Credential,
    empty="没有登记证件。",
    empty_hint="在人员页登记执法证和检查员证后，组建检查组时才能选用。",
    rows=lambda person: Credential.objects.visible_to(person).select_related("person__authority"),
    also={"id": Datum(int, "pk")},
    reading=Reading(
        "authorities/credentials",
        TAG,
        "CredentialOut",
        "证件",
        "一份证件",
        ("zhuangjian_api_authorities_credentials", "zhuangjian_api_authorities_credential"),
        words="Credentials, soonest to expire first.",
        page_size=100,
    ),
)

SIGN_INS = Sheet(
    "sign-ins",
    "登录记录",
    columns=(
        Column("at", "时间", "at", "at", template="authorities/time_cell.html", api=datetime),
        Column(
            "person",
            "姓名",
            lambda row: str(row.person or "（不存在的登录名）"),
            "person__name",
            api={"person_id": Datum(int | None, "person_id"), "person": Datum(str | None, "person.name")},
        ),
        Column(
            "kind",
            "情形",
            "get_kind_display",
            "kind",
            status=lambda row: (row.get_kind_display(), sign_in_tone(row)),
            api={"kind": Datum(str, "kind"), "kind_words": Datum(str, "get_kind_display")},
        ),
        Column("address", "网络地址", "address", "address", api=str | None),
        Column("agent", "浏览器", "agent", css="text-secondary small", api=str),
    ),
    filters=(
        Filter("name", "姓名", "person__name__icontains"),
        Filter("kind", "情形", "kind", "choice", SignInKind.choices()),
    ),
    sort="-at",
    model=SignInEvent,
    empty="还没有登录记录。",
    rows=lambda person: SignInEvent.objects.visible_to(person).select_related("person"),
    also={"id": Datum(int, "pk")},
    reading=Reading(
        "authorities/sign-ins",
        TAG,
        "SignInOut",
        "登录记录",
        "一次登录",
        ("zhuangjian_api_authorities_sign_ins", "zhuangjian_api_authorities_sign_in"),
        words="One's own sign-ins; for administrators all.",
        page_size=100,
    ),
)
