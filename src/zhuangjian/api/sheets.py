"""``GET /api/<route>`` and ``/api/<route>/<id>`` for every sheet that is read over the API, with typed answers."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from importlib.util import find_spec
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from ninja.pagination import PageNumberPagination, paginate
from pydantic import create_model

from zhuangjian.apps.conduct.public_ids import called
from zhuangjian.apps.conduct.reads import note
from zhuangjian.kernel.area import APPS, areas, part
from zhuangjian.kernel.sheets import Sheet


class Records(PageNumberPagination):
    """Pages of a sheet's rows; what such a page takes away is written down before it is shown (CQ 22)."""

    def __init__(self, page_size: int, sheet: Sheet, **options: Any) -> None:
        self.sheet = sheet
        super().__init__(page_size, **options)

    def paginate_queryset(self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any) -> Any:
        """The page, each row as the sheet says it to this person."""
        page = super().paginate_queryset(queryset, pagination, request, **params)
        rows = list(page[self.items_attribute])
        assert self.sheet.reading is not None
        if rows and self.sheet.reading.noted:
            note(request.user, rows, "列表", "接口")
        page[self.items_attribute] = [self.sheet.record(row, request.user, detail=False) for row in rows]
        return page


def schema_of(sheet: Sheet, *, detail: bool) -> Any:
    """The typed answer: every column's values, those that not everybody may know nullable."""
    assert sheet.reading is not None
    fields: dict[str, Any] = {}
    for column in sheet.columns:
        if not column.detail or detail:
            for name, datum in column.api.items():
                fields[name] = (datum.kind, ...)
    name = sheet.reading.one_schema if detail and sheet.reading.one_schema else sheet.reading.schema
    return create_model(name, __base__=Schema, __doc__=sheet.title, **fields)


def query_of(sheet: Sheet) -> Any:
    """The query: every filter and the order, as on the page."""
    fields: dict[str, Any] = {
        each.called or each.name: (bool, False) if each.kind == "flag" else (str, "")
        for each in sheet.filters
    }
    return create_model(f"{sheet.name}_query", __base__=Schema, **fields, sort=(str, ""))


def read_over_api(router: Router, sheet: Sheet) -> None:
    """Add the sheet's two routes."""
    reading = sheet.reading
    assert reading is not None
    asked = query_of(sheet)
    base = f"/{reading.route}".rstrip("/")
    options: dict[str, Any] = {"tags": [reading.tag]} | ({"auth": None} if reading.public else {})

    def listed(request: HttpRequest, given: Any) -> Any:
        values = given.dict()
        texts = {each.name: _text(values[each.called or each.name]) for each in sheet.filters}
        assert sheet.rows is not None
        rows, _ = sheet.narrowed(sheet.rows(request.user), texts, request.user)
        return sheet.sorted(rows, values["sort"], request.user)[0]

    def one(request: HttpRequest, key: str) -> Any:
        assert sheet.rows is not None
        rows = sheet.rows(request.user)
        row = rows.filter(**called(rows.model, key)).first()
        if row is None:
            raise Http404("找不到这一页，或您无权查看。")
        if reading.opened is not None:
            reading.opened(request.user, row)
        return sheet.record(row, request.user, detail=True)

    listed.__annotations__["given"] = Query[asked]
    answer: Any = schema_of(sheet, detail=False)
    router.get(
        base,
        response=list[answer],
        summary=reading.title,
        description=reading.words,
        operation_id=reading.operations[0],
        **options,
    )(paginate(Records, page_size=reading.page_size, sheet=sheet)(listed))
    router.get(
        f"{base}/{{uuid:key}}",
        response=schema_of(sheet, detail=True),
        summary=reading.one_title,
        description=reading.one_words,
        operation_id=reading.operations[1],
        **options,
    )(one)


def _text(value: Any) -> str:
    return ("1" if value else "") if isinstance(value, bool) else str(value)


def read_sheets() -> list[Sheet]:
    """Every area's sheets that are read over the API."""
    found = [
        each
        for name in areas()
        if find_spec(f"{APPS}{name}.sheets")
        for each in vars(part(name, "sheets")).values()
        if isinstance(each, Sheet) and each.reading is not None
    ]
    return sorted(found, key=lambda each: each.name)
