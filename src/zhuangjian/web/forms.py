"""A form for any action, made from its typed input: labels, widgets and choices come from one place."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Literal, Union, get_args, get_origin

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from pydantic import BaseModel

from zhuangjian.apps.ledger.act import Act, Searched
from zhuangjian.apps.ledger.action import SpooledUpload, Upload
from zhuangjian.engines.rules.answer import Refusal

# What a search field is called whose words are to be read as typed.
TYPED = "__typed"
LARGEST_FILE = 64 * 2**20


@dataclass
class FieldView:
    """One field as the template draws it. ``widget`` names the partial."""

    name: str
    label: str
    widget: str
    required: bool
    value: Any = ""
    help: str = ""
    choices: list[tuple[Any, str]] = field(default_factory=list)
    rows: int = 3
    many: bool = False

    @property
    def chosen(self) -> list[Any]:
        """The values that are chosen, of a search field."""
        given = self.value if isinstance(self.value, list) else [self.value]
        return [key for key, _ in self.choices if str(key) in {str(one) for one in given}]


def fields_of(
    action: type[Act[Any, Any]], person: Any, target: Any, initial: Mapping[str, Any] | None = None
) -> list[FieldView]:
    """The fields of an action's form, in order; nested models and ``hidden`` ones are left to the page."""
    choices = action.choices(person, target)
    values = {**action.initial(person, target), **(initial or {})}
    views = []
    for name, info in action.Input.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        if name == "expected_version" or extra.get("widget") == "hidden":
            continue
        kind, many = _kind(info.annotation)
        given = choices.get(name, ())
        options = list(given) or _options(kind)
        if (
            name in choices and not given and options
        ):  # a closed list of which this case has none is not asked
            continue
        default = (
            "" if info.is_required() or info.default is None else info.get_default(call_default_factory=True)
        )
        views.append(
            FieldView(
                name=name,
                label=info.title or name,
                widget="search"
                if isinstance(given, Searched)
                else str(extra.get("widget") or _widget(kind, many, bool(options))),
                many=many,
                required=info.is_required(),
                value=_shown(
                    values.get(name, default), many and not options and not isinstance(given, Searched)
                ),
                help=info.description or "",
                choices=options,
                rows=int(str(extra.get("rows", 3))),
            )
        )
    return views


def _kind(annotation: Any) -> tuple[Any, bool]:
    """The bare type and whether it is a list; ``X | None`` counts as X."""
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [a for a in get_args(annotation) if a is not type(None)]
        return _kind(inner[0])
    if get_origin(annotation) in (list, tuple, set):
        return (get_args(annotation) or (str,))[0], True
    return annotation, False


def _options(kind: Any) -> list[tuple[Any, str]]:
    if get_origin(kind) is Literal:
        return [(a, str(a)) for a in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [(m.value, str(getattr(m, "label", m.value))) for m in kind]
    return []


def _widget(kind: Any, many: bool, options: bool) -> str:
    if options:
        return "multiselect" if many else "select"
    if kind is Upload:
        return "files" if many else "file"
    if many:
        return "lines"
    return {bool: "checkbox", int: "number", float: "number", date: "date", datetime: "datetime"}.get(
        kind, "text"
    )


def _shown(value: Any, lines: bool = False) -> Any:
    if lines and isinstance(value, (list, tuple)):
        return "\n".join(str(part) for part in value)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def data_of(
    action: type[Act[Any, Any]],
    post: QueryDict,
    files: MultiValueDict[str, UploadedFile],
    taken: Callable[[UploadedFile], Upload] | None = None,
    typed: Mapping[str, list[Any]] = MappingProxyType({}),
) -> dict[str, Any]:
    """What was posted, shaped for the action's input: blanks left out, lists as lists, files as uploads.

    ``taken`` says how a file is taken in; without it, into memory. Nested rows are posted as ``name-0-field``, ``name-1-field`` …
    """
    data: dict[str, Any] = {}
    for name, info in action.Input.model_fields.items():
        kind, many = _kind(info.annotation)
        if kind is Upload:
            given = [(taken or _upload)(file) for file in files.getlist(name)]
            if given:
                data[name] = given if many else given[0]
        elif many and isinstance(kind, type) and issubclass(kind, BaseModel):
            data[name] = _rows(name, kind, post)
        elif many:
            values = [*post.getlist(name), *typed.get(name, ())]
            if len(values) == 1 and not _options(kind) and "\n" in values[0]:
                values = values[0].splitlines()
            data[name] = [v.strip() for v in values if v.strip()]
        elif kind is bool:
            if name in post or f"{name}__shown" in post:
                data[name] = post.get(name) in {"on", "true", "1", "True"}
        elif post.get(name, "").strip():
            data[name] = _typed(kind, str(post[name]))
        elif name in typed:
            data[name] = typed[name][0]
    return data


def found_of(
    action: type[Act[Any, Any]], person: Any, target: Any, name: str, words: str, chosen: list[str]
) -> FieldView:
    """A search field with what the words mean, after what is chosen already and may still be chosen."""
    info = action.Input.model_fields[name]
    kind, many = _kind(info.annotation)
    found = list(action.found(person, target, name, words, chosen)) if words.strip() or chosen else []
    widget = "suggested" if kind is str else "search"
    return FieldView(name, info.title or name, widget, False, chosen, choices=found, many=many)


def typed_in(action: type[Act[Any, Any]], person: Any, target: Any, post: QueryDict) -> dict[str, list[Any]]:
    """What was typed into search fields by hand (without script): the one choice that each name is exactly the name of."""
    found: dict[str, list[Any]] = {}
    for name, info in action.Input.model_fields.items():
        for text in filter(str.strip, re.split(r"[、，,;；\n]", str(post.get(f"{name}{TYPED}", "")))):
            first = text.split()[0]
            named = action.found(person, target, name, text)
            same = [str(key) for key, label in named if label.split()[0] == first]
            if len(same) != 1:
                why = "同名的不止一人，请空一格写上单位" if same else "没有找到，请写全名"
                raise Refusal(f"“{info.title}”中的“{text.strip()}”{why}。", missing=[str(info.title)])
            found.setdefault(name, []).extend(same)
    return found


def _upload(file: UploadedFile) -> Upload:
    if (file.size or 0) > LARGEST_FILE:
        raise Refusal(
            f"文件“{file.name}”有 {(file.size or 0) // 2**20} MB，每个文件最多 {LARGEST_FILE // 2**20} MB，请压缩或分开上传。"
        )
    name, kind = (file.name or "文件")[:200], (file.content_type or "")[:100]
    if isinstance(file, TemporaryUploadedFile):
        return SpooledUpload.of_file(name, file.file, kind)
    return Upload.of(name, file.read(), kind)


def _typed(kind: Any, text: str) -> Any:
    # A browser sends local time without a zone; the office's zone is meant.
    if kind is datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    return text


def _rows(name: str, kind: type[BaseModel], post: QueryDict) -> list[dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    for key in post:
        head, _, rest = key.partition("-")
        number, _, part = rest.partition("-")
        is_number = number.isascii() and number.isdecimal() and len(number) < 7
        if head == name and is_number and part in kind.model_fields:
            values = [v for v in post.getlist(key) if v.strip()]
            _, many = _kind(kind.model_fields[part].annotation)
            if values:
                rows.setdefault(int(number), {})[part] = values if many else values[-1]
    return [rows[i] for i in sorted(rows)]
