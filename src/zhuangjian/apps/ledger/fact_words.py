"""What an entry keeps, in the words of the form it came from: the auditor reads no keys and no codes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, get_args

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.engines.rules.editions import edition_told
from zhuangjian.engines.rules.vocabulary import Conclusion, Form, ItemResult

# Facts that stand on no form: what an act found out or made.
KEYS: Final[Mapping[str, str]] = {
    "amended": "修改了缺陷",
    "assigned_to": "承办单位",
    "assistants": "编入的协助人员",
    "captured_at": "拍摄时间",
    "checklist": "检查要点",
    "code": "条款代号",
    "computed": "系统判定",
    "copies": "文书摘要",
    "covers": "所涉缺陷",
    "deficiencies": "缺陷数",
    "deficiency": "缺陷",
    "digest": "内容摘要",
    "document": "文件",
    "edition": "针对第几稿记录",
    "documents": "文书摘要",
    "inspection": "检查",
    "item": "检查要点编号",
    "joint": "联合检查",
    "late": "逾期",
    "letters": "授权文件",
    "new_result": "改后的结果",
    "overridden": "改变了系统判定",
    "pack": "适用的规则",
    "parent": "上级机构",
    "partner": "联合单位的检查",
    "plan": "方案版本",
    "plan_until": "计划完成日",
    "programme_status": "年度计划状态",
    "received_at": "收到时间",
    "record_digest": "记录摘要",
    "rectification": "整改",
    "report": "报告次数",
    "results": "各项结果",
    "sha256": "文件摘要",
    "source": "来源文件摘要",
    "statement": "陈述申辩",
    "supplement_by": "补充期限",
    "task": "任务",
    "tasks": "任务数",
    "units": "征求意见的单位",
    "unmet": "仍不符合的缺陷",
    "warnings": "读取时的提示",
    "was": "更正前的结果",
    "withdrawn": "撤销了缺陷",
}
TERMS: Final[Mapping[str, type[Any]]] = {
    "computed": Conclusion,
    "conclusion": Conclusion,
    "form": Form,
    "new_result": ItemResult,
    "results": ItemResult,
    "was": ItemResult,
}
# Facts that copy a field of another model.
FIELDS: Final = {"programme_status": ("programme.programme", "status")}
EDITIONS: Final = frozenset({"pack", "checklist"})
NOTHING: Final = (None, "", [], {})
_KEY: Final = re.compile(r"[a-z_0-9]+")


def facts_of(entry: Entry) -> list[tuple[str, str]]:
    """(words, value) of what the entry keeps."""
    try:
        facts = json.loads(entry.facts)
    except ValueError:
        return [("（内容已损坏）", entry.facts)]
    if not isinstance(facts, dict):
        return [("", entry.facts)]
    return [(_name(entry, key), _value(entry, key, value)) for key, value in facts.items()]


def _input(entry: Entry) -> Mapping[str, Any]:
    return ACTIONS[entry.action].Input.model_fields if entry.action in ACTIONS else {}


def _field(entry: Entry, key: str) -> Any:
    """The stored field that the fact copies, if it has the fact's name."""
    label, name = FIELDS.get(key, (entry.object_model, key))
    try:
        return apps.get_model(label)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _name(entry: Entry, key: str) -> str:
    given = _input(entry).get(key)
    if given is not None and given.title:
        return str(given.title)
    field = _field(entry, key)
    stored = str(getattr(field, "verbose_name", "")) if field is not None else ""
    return KEYS.get(key) or (stored if stored and not _KEY.fullmatch(stored) else key)


def _value(entry: Entry, key: str, value: Any) -> str:
    if value in NOTHING:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if key in EDITIONS and isinstance(value, str):
        return edition_told(value)
    labels = _labels(entry, key)
    if isinstance(value, list):
        return "、".join(_one(labels, item) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{name}：{_one(labels, item)}" for name, item in value.items())
    return _one(labels, value)


def _one(labels: Mapping[str, str], value: Any) -> str:
    if isinstance(value, str):
        return labels.get(value, value)
    return json.dumps(value, ensure_ascii=False)


def _labels(entry: Entry, key: str) -> Mapping[str, str]:
    """Code -> words, of the form's own choices or of the stored field's."""
    given = _input(entry).get(key)
    term = TERMS.get(key) or (_enum(given.annotation) if given is not None else None)
    if term is not None:
        return {str(one.value): str(getattr(one, "label", one.value)) for one in term}
    field = _field(entry, key)
    return {str(code): str(label) for code, label in getattr(field, "flatchoices", None) or ()}


def _enum(annotation: Any) -> type[Enum] | None:
    """The enumeration inside ``list[Term]``, ``Term | None`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return annotation
    return next((found for part in get_args(annotation) if (found := _enum(part)) is not None), None)
