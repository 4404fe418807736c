"""How the API names a row that can be hidden from somebody."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from ninja.pagination import PageNumberPagination

from zhuangjian.apps.conduct.reads import note
from zhuangjian.kernel.requests import PersonRequest


class Named(Schema):
    """A row by its public id, which is random: neither a gap nor an order tells of other rows (CQ 34)."""

    id: UUID

    @staticmethod
    def resolve_id(row: Any) -> UUID:
        """The public id."""
        return row.public_id  # type: ignore[no-any-return]


class Noted(PageNumberPagination):
    """Pages whose rows are written down as read before they are shown: a list over the API is taken away (CQ 22)."""

    def paginate_queryset(self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any) -> Any:
        """The page, with its rows noted."""
        page = super().paginate_queryset(queryset, pagination, request, **params)
        page[self.items_attribute] = rows = list(page[self.items_attribute])
        if rows:
            note(cast("PersonRequest", request).person, rows, "列表", "接口")
        return page
