"""Authorities and people over the API: what the administration pages show."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import date
from typing import Any

from ninja import Query, Router, Schema
from ninja.pagination import PageNumberPagination, paginate

from zhuangjian.apps.authorities.models import Authority, Credential, Person
from zhuangjian.apps.authorities.powers import powers_of
from zhuangjian.apps.authorities.refusals import SPAN, told
from zhuangjian.apps.authorities.sheets import PEOPLE
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "authorities"
router = Router(tags=["机构与人员"])


class AuthorityOut(Schema):
    """One authority with its powers."""

    id: int
    name: str
    short_name: str
    kind: str
    region_code: str
    parent_id: int | None
    is_active: bool
    powers: list[dict[str, str]]

    @staticmethod
    def resolve_powers(row: Authority) -> list[dict[str, str]]:
        """Article and words."""
        return [{"article": article, "text": words} for article, words in powers_of(row.kind)]


class PersonOut(Schema):
    """One person as colleagues and administrators see them."""

    id: int
    username: str
    name: str
    authority_id: int | None
    is_active: bool
    roles: list[str]

    @staticmethod
    def resolve_roles(row: Person) -> list[str]:
        """Role codes."""
        return sorted(each.role for each in row.role_rows.all())


class CredentialOut(Schema):
    """One credential."""

    id: int
    person_id: int
    kind: str
    number: str
    valid_from: date
    valid_to: date


@router.get("", response=list[AuthorityOut], summary="监管单位")
@paginate(PageNumberPagination, page_size=100)
def authorities(request: PersonRequest) -> Any:
    """The tree, as a list."""
    return Authority.objects.visible_to(request.person).order_by("pk")


@router.get("/people", response=list[PersonOut], summary="人员")
@paginate(PageNumberPagination, page_size=100)
def people(
    request: PersonRequest,
    words: str = "",
    authority: str = "",
    role: str = "",
    active: str = "",
    sort: str = "username",
) -> Any:
    """The people whom the caller may see; filters as on the page."""
    given = {"words": words, "authority": authority, "role": role, "active": active}
    rows = Person.objects.visible_to(request.person).prefetch_related("role_rows")
    return PEOPLE.sorted(PEOPLE.narrowed(rows, given, request.person)[0], sort, request.person)[0]


@router.get("/me", response=PersonOut, summary="当前账号")
def me(request: PersonRequest) -> Any:
    """Whose session or token this is."""
    return request.person


@router.get("/credentials", response=list[CredentialOut], summary="证件")
@paginate(PageNumberPagination, page_size=100)
def credentials(request: PersonRequest) -> Any:
    """Credentials, soonest to expire first."""
    return Credential.objects.visible_to(request.person).order_by("valid_to", "pk")


class StoppedOut(Schema):
    """One way in which people were stopped, how often, and on which day last; never whom, nor on which case."""

    act: str
    title: str
    article: str
    stage: str
    stage_label: str
    kind: str
    kind_label: str
    times: int
    last: date


@router.get("/refusals", response=list[StoppedOut], summary="不予受理的次数")
def refusals(request: PersonRequest, days: int = Query(SPAN, ge=1, le=3660)) -> Any:
    """By act, article and stage on the last ``days`` days, the most frequent first; for administrators."""
    person = request.person
    if not person.has("administrator"):
        raise NotYours("只有系统管理员可以查看不予受理的次数。")
    return told(days)


@router.get("/{int:pk}", response=AuthorityOut, summary="一个单位")
def authority(request: PersonRequest, pk: int) -> Any:
    """One authority."""
    return visible_or_404(Authority, request.person, pk)
