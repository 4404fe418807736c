"""Rule packs: one directory per region, read and checked whole before a single value is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

from pydantic import ValidationError

from .bases import HOUSE
from .models import (
    Article,
    ArticleFile,
    CauseList,
    Citation,
    Dated,
    Deadline,
    Document,
    FileCheck,
    LetterRule,
    Model,
    OpenEnded,
    OriginRule,
    PackHead,
    Parameter,
    Practice,
    Retention,
    RuleFile,
    SupportList,
    Table,
)
from .source import Loc, Source, read_yaml
from .tables import check_table

PACKS = Path(__file__).with_name("packs")
BASE = "national"
KINDS = (
    "deadlines",
    "open_ended",
    "parameters",
    "practices",
    "retentions",
    "file_checks",
    "tables",
    "origins",
    "causes",
    "supports",
    "letters",
)
# Read by their own modules, when first asked for.
APART = ("pack.yaml", "articles.yaml", "courses.yaml", "improvement.yaml")
M = TypeVar("M", bound=Model)
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Pack:
    """A region's rules: its own values over those of the pack it extends; ``citations`` are its own alone."""

    head: PackHead
    base: Pack | None = None
    deadlines: Mapping[str, tuple[Deadline, ...]] = field(default_factory=dict)
    open_ended: Mapping[str, tuple[OpenEnded, ...]] = field(default_factory=dict)
    parameters: Mapping[str, tuple[Parameter, ...]] = field(default_factory=dict)
    practices: Mapping[str, tuple[Practice, ...]] = field(default_factory=dict)
    retentions: Mapping[str, tuple[Retention, ...]] = field(default_factory=dict)
    file_checks: Mapping[str, tuple[FileCheck, ...]] = field(default_factory=dict)
    tables: Mapping[str, tuple[Table, ...]] = field(default_factory=dict)
    origins: Mapping[str, tuple[OriginRule, ...]] = field(default_factory=dict)
    causes: Mapping[str, tuple[CauseList, ...]] = field(default_factory=dict)
    supports: Mapping[str, tuple[SupportList, ...]] = field(default_factory=dict)
    letters: Mapping[str, tuple[LetterRule, ...]] = field(default_factory=dict)
    citations: Mapping[str, Citation] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """``chongqing``."""
        return self.head.name

    @property
    def label(self) -> str:
        """``chongqing@2025-12-23.1``: what an answer and a case remember."""
        return self.head.label


def packs_root() -> Path:
    """Where the shipped packs lie."""
    return PACKS


@lru_cache(maxsize=1)
def default_region() -> str:
    """The region of an installation that names none, from the packs' index."""
    source = read_yaml(PACKS / "index.yaml")
    named = source.data.get("default") if isinstance(source.data, dict) else None
    if named not in region_names():
        raise source.fault(("default",), f"默认地区 {named} 没有法规包", f"可用：{'、'.join(region_names())}")
    return str(named)


def region_names(root: Path | None = None) -> list[str]:
    """Names of the regions that have a pack of their own over the base."""
    return [name for name in pack_names(root) if name != BASE]


def pack_names(root: Path | None = None) -> list[str]:
    """Names of the packs in ``root``, base first."""
    if root is None:
        return list(_shipped())
    return _names(root)


@lru_cache(maxsize=1)
def _shipped() -> tuple[str, ...]:
    return tuple(_names(PACKS))


def _names(root: Path) -> list[str]:
    found = sorted(p.parent.name for p in root.glob("*/pack.yaml"))
    return sorted(found, key=lambda name: (name != BASE, name))


def load_pack(name: str, root: Path | None = None) -> Pack:
    """The checked pack ``name``; raises ``SourceError`` with file, line and remedy when it cannot be used."""
    return _load(name, *_versioned(root))


def load_head(name: str, root: Path | None = None) -> PackHead:
    """The checked head of the pack ``name``: enough to tell which places it is for."""
    return _head(name, *_versioned(root))[0]


def _versioned(root: Path | None) -> tuple[Path, Stamp]:
    if root is None:
        return PACKS, ()
    # Packs outside the package are edited while a program runs; the shipped ones are not.
    stamp = tuple(sorted((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in root.glob("*/*.yaml")))
    return root.resolve(), stamp


@lru_cache(maxsize=32)
def _head(name: str, root: Path, stamp: Stamp) -> tuple[PackHead, Path]:
    source = read_yaml(root / name / "pack.yaml")
    head = _typed(PackHead, source)
    if head.name != name:
        raise source.fault(("name",), f"名称 {head.name} 与目录 {name} 不一致", "请改成与目录同名")
    if head.extends and (head.extends != BASE or name == BASE):
        raise source.fault(
            ("extends",), f"{name} 不能扩展 {head.extends}", f"地区包只能扩展 {BASE}，{BASE} 不扩展任何包"
        )
    return head, source.path


@lru_cache(maxsize=32)
def _load(name: str, root: Path, stamp: Stamp) -> Pack:
    folder = root / name
    head, head_file = _head(name, root, stamp)
    base = _load(head.extends, root, stamp) if head.extends else None
    documents = {**(base.documents if base else {}), **head.documents}
    files = [head_file]
    merged: dict[str, dict[str, Sequence[Dated]]] = {}
    citations: dict[str, Citation] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in APART or path.name.startswith("judgement"):
            continue
        files.append(path)
        citations |= _read_rules(path, documents, merged, base)
    own = {kind: dict(values) for kind, values in merged.items()}
    _check_causes(_over(base, own), head_file)
    _check_letters(_over(base, own), head_file)
    return Pack(
        head=head,
        base=base,
        citations=citations,
        documents=documents,
        articles=_read_articles(folder / "articles.yaml", head, own) if head.document else {},
        files=tuple(files),
        **_over(base, own),  # type: ignore[arg-type]
    )


def _check_causes(rules: Mapping[str, Mapping[str, object]], head_file: Path) -> None:
    """What a cause rests on is written under ``supports``, in this pack or in the one it extends."""
    for name, editions in cast("Mapping[str, Sequence[CauseList]]", rules["causes"]).items():
        lists = cast("Mapping[str, Sequence[SupportList]]", rules["supports"]).get(name, ())
        known = {key for entry in lists for key in entry.supports}
        for cause in (cause for entry in editions for cause in entry.causes):
            if lacking := sorted(set(cause.rests_on) - known):
                raise read_yaml(head_file).fault(
                    ("name",),
                    f"启动原因 {cause.key} 依据的 {'、'.join(lacking)} 没有登记",
                    f"可用：{'、'.join(sorted(known))}",
                )


def _check_letters(rules: Mapping[str, Mapping[str, object]], head_file: Path) -> None:
    """The limits that a letter names are written under ``deadlines``, in this pack or in the one it extends."""
    for name, editions in cast("Mapping[str, Sequence[LetterRule]]", rules["letters"]).items():
        for limit in (limit for entry in editions for limit in (entry.reply, entry.decision) if limit):
            if limit not in rules["deadlines"]:
                raise read_yaml(head_file).fault(
                    ("name",), f"函件 {name} 的期限 {limit} 没有登记", "请在 deadlines 中写明，或者改正名称"
                )


def _over(base: Pack | None, own: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    return {kind: {**(getattr(base, kind) if base else {}), **own.get(kind, {})} for kind in KINDS}


def _typed(model: type[M], source: Source) -> M:
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise source.from_validation(error) from None


def _read_rules(
    path: Path,
    documents: Mapping[str, Document],
    merged: dict[str, dict[str, Sequence[Dated]]],
    base: Pack | None,
) -> dict[str, Citation]:
    source = read_yaml(path)
    rules = _typed(RuleFile, source)
    for kind in KINDS:
        for name, values in getattr(rules, kind).items():
            loc: Loc = (kind, name)
            if name in merged.setdefault(kind, {}):
                raise source.fault(loc, f"{name} 在同一法规包的另一文件中已经写过", "请合并到一个文件")
            if not values:
                raise source.fault(loc, f"{name} 没有任何取值", "请至少写一个有生效日期的取值")
            check_dates(source, loc, values)
            for index, value in enumerate(values):
                unread = value.basis == "to_be_confirmed"
                check_article(source, (*loc, index, "article"), value.article, documents, unread=unread)
                _check_value(source, (*loc, index), value)
                if isinstance(value, Table):
                    _check_rows(source, (*loc, index), value, documents)
            merged[kind][name] = values
    for key, citation in rules.citations.items():
        _check_citation(source, key, citation, documents, base)
    return rules.citations


def _check_citation(
    source: Source, key: str, citation: Citation, documents: Mapping[str, Document], base: Pack | None
) -> None:
    loc: Loc = ("citations", key)
    if base is None and not citation.meaning:
        raise source.fault(loc, f"引用事项 {key} 没有写明含义", "请填 meaning")
    if base is not None and key not in base.citations:
        raise source.fault(loc, f"没有引用事项 {key}", f"可用：{'、'.join(base.citations)}")
    if citation.article:
        check_article(source, loc, citation.article, documents)


def _check_value(source: Source, loc: Loc, value: Dated) -> None:
    check_basis(source, loc, value)
    if isinstance(value, Deadline) and value.direction == "before" and value.unit == "natural_days":
        raise source.fault(
            loc, f"{loc[1]} 是向前推算的自然日期限，没有顺延规则可用", "请改用 working_days 或 after"
        )


def check_basis(source: Source, loc: Loc, value: Dated) -> None:
    """Raise ``SourceError`` unless the value's basis can be shown: a source, the papers that quote it, or the house."""
    if value.basis == "official" and not value.source:
        raise source.fault(
            loc, f"{loc[1]} 标为官方依据却没有写明出处", "请填 source，或把 basis 改为 to_be_confirmed"
        )
    if (value.basis == "second_hand") != bool(value.seen_in):
        raise source.fault(
            loc,
            f"{loc[1]} 的间接来源与 seen_in 不一致",
            "basis 为 second_hand 的在 seen_in 中逐一写明转引的文件，其他的不写",
        )
    if (value.basis == "house") != (value.article == HOUSE):
        raise source.fault(
            loc,
            f"{loc[1]} 的依据与条款不一致",
            f"良好做法（house）的 article 写“{HOUSE}”，法规条款不标为 house",
        )


def _check_rows(source: Source, loc: Loc, table: Table, documents: Mapping[str, Document]) -> None:
    for index, row in enumerate(table.rows):
        check_article(source, (*loc, "rows", index, "article"), row.article, documents)
    check_table(source, loc, table)


def check_dates(source: Source, loc: Loc, values: Sequence[Dated]) -> None:
    """Raise ``SourceError`` unless the dated ``values`` of ``loc`` follow each other without overlap or gap."""
    for index, value in enumerate(values):
        at = (*loc, index)
        if value.effective_to is not None and value.effective_to < value.effective_from:
            raise source.fault(at, f"{loc[1]} 的失效日期早于生效日期", "请改正 effective_to")
        if index == 0:
            continue
        before = values[index - 1]
        line = source.line((*loc, index - 1))
        if before.effective_to is None or before.effective_to >= value.effective_from:
            raise source.fault(
                at,
                f"{loc[1]} 的取值与第 {line} 行的取值时间重叠（自 {value.effective_from} 起）",
                f"请把前一取值的 effective_to 写为 {value.effective_from - timedelta(days=1)}，并按时间先后排列",
            )
        if before.effective_to + timedelta(days=1) < value.effective_from:
            raise source.fault(
                at,
                f"{loc[1]} 在 {before.effective_to} 之后、{value.effective_from} 之前没有取值（空档）",
                "请补上这段时间的取值，或使前后日期相接",
            )


def check_article(
    source: Source, loc: Loc, article: str, documents: Mapping[str, Document], *, unread: bool = False
) -> None:
    """Raise ``SourceError`` unless ``article`` (``CQ 39``, ``LN 2(1)``) exists in one of ``documents``.

    ``unread``: the value is to be confirmed, so its law may be cited without the number that nobody has read.
    """
    code, _, number = article.partition(" ")
    document = documents.get(code)
    if document is None:
        raise source.fault(
            loc, f"条款 {article} 引用了未登记的文件 {code}", f"已登记：{'、'.join(documents)}"
        )
    if not number:
        if (document.articles or document.sections) and not unread:
            raise source.fault(loc, f"条款 {article} 没有写明第几条", f"请写成“{code} 条号”")
        return
    if document.has(number):
        return
    if document.sections:
        raise source.fault(loc, f"没有条款 {article}", f"可用：{'、'.join(document.sections)}")
    raise source.fault(loc, f"没有条款 {article}", f"{document.title}只有第 1 至第 {document.articles} 条")


def _read_articles(
    path: Path, head: PackHead, own: Mapping[str, Mapping[str, object]]
) -> Mapping[str, Article]:
    source = read_yaml(path)
    parsed = _typed(ArticleFile, source)
    if parsed.document != head.document:
        raise source.fault(("document",), f"文件代号应为 {head.document}", "请与 pack.yaml 的 document 一致")
    known = set().union(*own.values()) if own else set()
    found: dict[str, Article] = {}
    for number, article in parsed.articles.items():
        check_article(source, ("articles", number), f"{head.document} {number}", head.documents)
        entries: dict[str, tuple[Loc, Article]] = {number: (("articles", number), article)}
        for place, measure in enumerate(article.measures):
            entries[f"{number}-{place + 1}"] = (("articles", number, "measures", place), measure)
        for loc, entry in entries.values():
            for index, value in enumerate(entry.values):
                if value not in known:
                    raise source.fault(
                        (*loc, "values", index),
                        f"取值 {value} 不在本法规包中",
                        "请改正名称，或先在规则文件中写出该取值",
                    )
        if article.measures and (article.met_by.code or article.met_by.tests or article.lacking):
            loc = ("articles", number)
            raise source.fault(loc, "分为措施的条款由各项措施实现", "请把 met_by 和 lacking 写在各项措施中")
        found |= {key: entry for key, (_, entry) in entries.items()}
    document = head.documents[head.document]
    wanted = document.sections or tuple(str(n) for n in range(1, document.articles + 1))
    lacking = [number for number in wanted if number not in parsed.articles]
    if lacking:
        raise source.fault(("articles",), f"缺少条款 {'、'.join(lacking)}", "每一条都要有一项")
    return found


def in_force(values: Sequence[Dated], on: date) -> Dated | None:
    """The value that covers ``on``, or ``None``."""
    return next((value for value in values if value.covers(on)), None)
