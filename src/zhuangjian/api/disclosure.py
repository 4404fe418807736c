"""Published results, for everybody: no sign-in, and nothing but the published columns."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.pagination import PageNumberPagination, paginate

from zhuangjian.api.named import Named
from zhuangjian.apps.disclosure.listings import PUBLIC, region_name, type_name
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.disclosure.queries import published

PREFIX = "public"
router = Router(tags=["公开"], auth=None)


class PublicationOut(Named):
    """What is published of one inspection (CQ 52). ``inspected_on`` is null where the rules don't open it."""

    party_name: str
    credit_code: str
    party_address: str
    region: str
    inspection_type: str
    legal_basis: str
    inspected_on: date | None
    result: str
    handling: str
    authority: str
    published_on: date

    @staticmethod
    def resolve_region(row: Publication) -> str:
        """The region's name."""
        return region_name(row.region_code)

    @staticmethod
    def resolve_inspection_type(row: Publication) -> str:
        """The type in Chinese."""
        return type_name(row)

    @staticmethod
    def resolve_authority(row: Publication) -> str:
        """Who published it."""
        return row.authority.name

    @staticmethod
    def resolve_published_on(row: Publication) -> date:
        """The local day."""
        return timezone.localdate(row.published_at)


@router.get("", response=list[PublicationOut], summary="检查结果公开")
@paginate(PageNumberPagination, page_size=50)
def publications(
    request: HttpRequest, q: str = "", region: str = "", result: str = "", year: str = "", sort: str = ""
) -> Any:
    """Published results by name or code, region code, result and year of publication."""
    given = {"q": q, "region": region, "result": result, "year": year}
    rows = published().select_related("authority")
    return PUBLIC.sorted(PUBLIC.narrowed(rows, given, request.user)[0], sort)[0]


@router.get("/{uuid:publication}", response=PublicationOut, summary="一条公开信息")
def one(request: HttpRequest, publication: UUID) -> Any:
    """One published result; a withdrawn one does not exist."""
    row = published().select_related("authority").filter(public_id=publication).first()
    if row is None:
        raise Http404("找不到这一页，或您无权查看。")
    return row
