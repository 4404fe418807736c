"""What each kind of authority is there for, in our own words, with the article that the region's pack gives."""

from __future__ import annotations

from zhuangjian.apps.conduct.law import cite
from zhuangjian.engines.rules.vocabulary import AuthorityKind

POWERS: dict[AuthorityKind, tuple[tuple[str, str], ...]] = {
    AuthorityKind.NATIONAL: (("disputes", "跨省管辖有争议的，由其指定管辖"),),
    AuthorityKind.MUNICIPAL: (
        ("authorities", "组织对注册人、备案人、生产企业和境内责任人的监督检查"),
        ("assignment", "制定年度检查计划，布置、交办或者自行组织检查；交办时提供对象信息和检查要求"),
        ("authorities", "指导基层监管部门的经营环节检查"),
    ),
    AuthorityKind.INSPECTION_BUREAU: (("authorities", "检查注册人、备案人、生产企业和境内责任人"),),
    AuthorityKind.INSPECTION_INSTITUTION: (
        ("assignment", "承办交办的检查任务，建立检查工作制度和标准程序"),
        ("review", "派出检查组后，对检查结果进行审核"),
    ),
    AuthorityKind.DISTRICT: (("authorities", "负责本辖区经营者的监督检查"),),
}


def powers_of(kind: str) -> tuple[tuple[str, str], ...]:
    """(article, power) of an authority's kind."""
    return tuple((cite(key), power) for key, power in POWERS[AuthorityKind(kind)])
