"""Reading the courses of a pack: every step can be reached, every step can end, every combination has one course.

They are read when first asked for, apart from the rest of the pack: a program that computes a limit pays nothing for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

from pydantic import ValidationError

from .courses_models import STAYS, Course, CourseFile
from .loader import Pack, check_article, check_basis, check_dates
from .source import Loc, Source, read_yaml
from .vocabulary import InspectionType, Mode, PartyKind

FILE = "courses.yaml"
Courses = Mapping[str, tuple[Course, ...]]


def courses_of(pack: Pack) -> Courses:
    """The courses of a pack by name, its own over those of the pack it extends.

    Raises ``SourceError`` with file, line and remedy when one of them cannot be walked.
    """
    own = pack.files[0].with_name(FILE)
    stamp = own.stat().st_mtime_ns if own.exists() else 0
    below = courses_of(pack.base) if pack.base else {}
    return {**below, **_read(own, stamp, _Known(pack))} if stamp else below


class _Known:
    """A pack as what a file is checked against; two of one label count as the same for the cache."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return hash(self.pack.label)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.pack.label == self.pack.label


@lru_cache(maxsize=32)
def _read(path: Path, stamp: int, known: _Known) -> Courses:
    source = read_yaml(path)
    try:
        courses = CourseFile.model_validate(source.data).courses
    except ValidationError as error:
        raise source.from_validation(error) from None
    for name, editions in courses.items():
        loc: Loc = ("courses", name)
        if not editions:
            raise source.fault(loc, f"{name} 没有任何版本", "请至少写一个有生效日期的版本")
        check_dates(source, loc, editions)
        for index, course in enumerate(editions):
            at = (*loc, index)
            unread = course.basis == "to_be_confirmed"
            check_article(source, (*at, "article"), course.article, known.pack.documents, unread=unread)
            check_basis(source, at, course)
            check_course(source, at, course)
            for kind in course.types or tuple(InspectionType):
                check_course(source, at, course.narrowed(kind))
            _check_citations(source, at, course, known.pack)
            check_coverage(source, at, course, known.pack)
    _check_once(source, courses)
    return courses


def check_course(source: Source, loc: Loc, course: Course) -> None:
    """Raise ``SourceError`` unless every step can be reached from the first and an end can be reached from every step."""
    _check_names(source, loc, course)
    reached = _closure(course, [course.starts])
    for key in course.steps:
        at = (*loc, "steps", key)
        if key not in reached:
            raise source.fault(
                at, f"步骤 {key} 从起始步骤 {course.starts} 到不了", "请在某一步骤的 acts 中写明通向它的结果"
            )
        if not any(course.steps[one].ends for one in _closure(course, [key])):
            raise source.fault(
                at, f"步骤 {key} 之后没有任何办法办结", "请写明通向某个结束步骤（ends: true）的事项"
            )


def _check_names(source: Source, loc: Loc, course: Course) -> None:
    if course.starts not in course.steps:
        raise source.fault((*loc, "starts"), f"起始步骤 {course.starts} 不在步骤之中", _steps(course))
    stages: dict[str, str] = {}
    for key, step in course.steps.items():
        at = (*loc, "steps", key)
        if step.stage in stages:
            raise source.fault(
                at, f"步骤 {key} 与 {stages[step.stage]} 的状态同为 {step.stage}", "每个状态只属于一个步骤"
            )
        stages[step.stage] = key
        if step.ends == any(course.following(key)):
            wanted = "结束步骤不能再通向别的步骤" if step.ends else "不是结束步骤的要写明怎样往下走"
            raise source.fault(at, f"步骤 {key}：{wanted}", "请改正 ends 或者 acts")
        for act, way in step.acts.items():
            for outcome, to in way.to.items():
                if to != STAYS and to not in course.steps:
                    raise source.fault(
                        (*at, "acts", act), f"{act} 的结果 {outcome} 通向没有的步骤 {to}", _steps(course)
                    )
        _check_left_out(source, at, key, course)


def _check_left_out(source: Source, at: Loc, key: str, course: Course) -> None:
    step = course.steps[key]
    for index, one in enumerate(step.left_out):
        if one.act not in step.acts:
            raise source.fault(
                (*at, "left_out", index), f"{key} 中没有事项 {one.act}，无从省略", "请改正事项名称"
            )
        for fact in one.when:
            if fact not in course.facts:
                raise source.fault(
                    (*at, "left_out", index), f"没有登记案情 {fact}", f"可用：{'、'.join(course.facts)}"
                )


def _steps(course: Course) -> str:
    return f"可用：{'、'.join(course.steps)}"


def _closure(course: Course, keys: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(course.following(key))
    return reached


def _check_citations(source: Source, loc: Loc, course: Course, pack: Pack) -> None:
    keys = (pack.base or pack).citations
    for name, step in course.steps.items():
        cited = [(act, way.cites) for act, way in step.acts.items()]
        for what, key in [*cited, *((one.act, one.cites) for one in step.left_out)]:
            if key not in keys:
                raise source.fault(
                    (*loc, "steps", name), f"{what} 引用的事项 {key} 没有登记", f"可用：{'、'.join(keys)}"
                )


def check_coverage(source: Source, loc: Loc, course: Course, pack: Pack) -> None:
    """Raise ``SourceError`` unless the course says for every type what must be inspected, by what is registered."""
    keys = (pack.base or pack).citations
    for index, row in enumerate(course.coverage):
        at = (*loc, "coverage", index)
        if row.cites not in keys:
            raise source.fault(at, f"引用的事项 {row.cites} 没有登记", f"可用：{'、'.join(keys)}")
        if row.practice and row.practice not in pack.practices:
            raise source.fault(
                at, f"没有名为 {row.practice} 的良好做法", f"可用：{'、'.join(sorted(pack.practices))}"
            )
    types = course.types or tuple(InspectionType)
    whole = [row for row in course.coverage if not row.licensing]
    lacking = [kind.label for kind in types if not any(row.fits(kind, None) for row in whole)]
    if course.coverage and lacking:
        raise source.fault(
            (*loc, "coverage"),
            f"没有写明{'、'.join(lacking)}应当检查哪些项目",
            "请补一行，或者写一行不限类型的",
        )


def _check_once(source: Source, courses: Courses) -> None:
    for (one, first), (two, second) in combinations(courses.items(), 2):
        for a, b in product(first, second):
            both = next((c for c in _combinations() if a.fits(*c) and b.fits(*c)), None)
            if both and _overlap(a, b):
                words = "、".join(term.label for term in both)
                raise source.fault(
                    ("courses", two), f"{two} 与 {one} 都适用于{words}", "请用 types、modes、parties 分开"
                )


def _overlap(a: Course, b: Course) -> bool:
    return (a.effective_to is None or b.effective_from <= a.effective_to) and (
        b.effective_to is None or a.effective_from <= b.effective_to
    )


@lru_cache(maxsize=1)
def _combinations() -> tuple[tuple[InspectionType, Mode, PartyKind], ...]:
    return tuple(product(InspectionType, Mode, PartyKind))
