"""``GET /api/<route>`` and ``/api/<route>/<id>`` for every sheet that is read over the API, with typed answers."""

# Annotations stay real objects here: ninja resolves a function's names in another module.
from typing import Any, Optional, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import create_model

from zhuangjian.apps.conduct.public_ids import PublicId, called
from zhuangjian.kernel.paging import COUNTED, counted, paged
from zhuangjian.kernel.sheets import Sheet, everybody

DOOR = "接口"
# Rows of a page, however many are asked for.
MOST = 100


def schema_of(sheet: Sheet, *, detail: bool) -> Any:
    """The typed answer: every column's values, those that not everybody may know nullable."""
    assert sheet.reading is not None
    fields: dict[str, Any] = {name: (datum.kind, ...) for name, datum in sheet.also.items()}
    for column in sheet.columns:
        if detail or not column.detail:
            for name, datum in column.data.items():
                fields[name] = (datum.kind if column.seen_by is everybody else datum.kind | None, ...)
    name = sheet.reading.one_schema if detail and sheet.reading.one_schema else sheet.reading.schema
    return create_model(name, __base__=Schema, __doc__=sheet.title, **fields)


def query_of(sheet: Sheet) -> Any:
    """The query: every filter and the order, as on the page; which page, and of what size."""
    fields: dict[str, Any] = {
        each.name_over_api: (bool, False)
        if each.kind == "flag"
        else (each.typed, each.default if each.typed is str or each.default else None)
        for each in sheet.filters
    }
    return create_model(
        f"{sheet.name}_query",
        __base__=Schema,
        **fields,
        sort=(str, ""),
        after=(str, Field("", description="上一次回答里的 next：其后的一页")),
        before=(str, Field("", description="上一次回答里的 previous：其前的一页")),
        page_size=(Optional[int], Field(None, ge=1)),  # noqa: UP045 - the maker of models takes no union
    )


def row_called(sheet: Sheet, person: Any, key: Any, part: str = "") -> Any:
    """The row of that id, which is about to be shown (or a part of it); else 404."""
    rows = sheet.seen(person)
    row = rows.filter(**called(rows.model, key)).first()
    if row is None:
        raise Http404("找不到这一页，或您无权查看。")
    if sheet.reading is not None and sheet.reading.opened is not None:
        sheet.reading.opened(person, row, DOOR, part)
    return row


def read_over_api(router: Router, sheet: Sheet) -> None:
    """Add the sheet's routes: its list, and one row; or the list of the parts of another sheet's row."""
    reading = sheet.reading
    assert reading is not None
    assert sheet.model is not None
    asked, answer = query_of(sheet), schema_of(sheet, detail=False)
    base = f"/{reading.route}"
    options: dict[str, Any] = {"tags": [reading.tag]} | ({"auth": None} if reading.public else {})

    def listed(request: HttpRequest, given: Any, **part: Any) -> Any:
        values: dict[str, Any] = given.dict()
        rows, sort, faults = sheet.asked(values, request.user)
        if reading.of is not None:
            owner, field = reading.of
            rows = rows.filter(**{field: row_called(owner, request.user, part["key"], reading.title)})
        size = min(values["page_size"], MOST) if values["page_size"] else reading.page_size
        page = paged(rows, size, values, sheet.mark(sort))
        if page.rows and reading.noted:
            assert sheet.noted is not None
            sheet.noted(request.user, page.rows, DOOR)
        whole = page.rows and not (page.next or page.previous)
        count = len(page.rows) if whole else counted(rows)
        return {
            "items": sheet.records(page.rows, request.user),
            "count": min(count, COUNTED),
            "more": count > COUNTED,
            "next": page.next,
            "previous": page.previous,
            "faults": faults + [page.fault] * bool(page.fault),
        }

    def parts(request: HttpRequest, key: UUID, given: Any) -> Any:
        return listed(request, given, key=key)

    def one(request: HttpRequest, key: Any) -> Any:
        return sheet.record(row_called(sheet, request.user, key), request.user, detail=True)

    def own(request: HttpRequest) -> Any:
        return sheet.record(request.user, request.user, detail=True)

    asking = parts if reading.of is not None else listed
    asking.__annotations__["given"] = cast("Any", Query)[asked]
    router.get(
        base,
        response=_page_of(answer),
        summary=reading.title,
        description=reading.words,
        operation_id=reading.operations[0],
        **options,
    )(asking)
    if reading.of is not None:
        return
    hidden = issubclass(sheet.model, PublicId)
    one.__annotations__["key"] = UUID if hidden else int
    whole_answer = schema_of(sheet, detail=True)
    if reading.own is not None:
        address, operation, title = reading.own
        router.get(f"/{address}", response=whole_answer, summary=title, operation_id=operation, **options)(
            own
        )
    router.get(
        f"{base}/{{{'uuid' if hidden else 'int'}:key}}",
        response=whole_answer,
        summary=reading.one_title,
        description=reading.one_words,
        operation_id=reading.operations[1],
        **options,
    )(one)


def _page_of(answer: Any) -> Any:
    """A page of a list: ``count`` rows in all, or ``more``; which pages come ``next`` and came ``previous``."""
    fields: dict[str, Any] = {
        "items": (list[answer], ...),
        "count": (int, ...),
        "more": (bool, ...),
        "next": (str, ...),
        "previous": (str, ...),
        "faults": (list[str], ...),
    }
    return create_model(f"Paged{answer.__name__}", __base__=Schema, **fields)
