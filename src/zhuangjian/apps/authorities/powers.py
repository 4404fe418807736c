"""What each kind of authority is there for, in our own words, with its article."""

from __future__ import annotations

from zhuangjian.engines.rules.vocabulary import AuthorityKind

POWERS: dict[AuthorityKind, tuple[tuple[str, str], ...]] = {
    AuthorityKind.NATIONAL: (("CQ 46", "跨省管辖有争议的，由其指定管辖"),),
    AuthorityKind.MUNICIPAL: (
        ("CQ 4", "组织对注册人、备案人、生产企业和境内责任人的监督检查"),
        ("CQ 4", "制定年度检查计划，布置、交办或者自行组织检查；交办时提供对象信息和检查要求"),
        ("CQ 4", "指导区县部门的经营环节检查"),
    ),
    AuthorityKind.INSPECTION_BUREAU: (("CQ 4", "检查注册人、备案人、生产企业和境内责任人"),),
    AuthorityKind.INSPECTION_INSTITUTION: (
        ("CQ 4", "承办交办的检查任务，建立检查工作制度和标准程序"),
        ("CQ 17", "派出检查组后，对检查结果进行审核"),
    ),
    AuthorityKind.DISTRICT: (("CQ 4", "负责本辖区经营者的监督检查"),),
}


def powers_of(kind: str) -> tuple[tuple[str, str], ...]:
    """(article, power) of an authority's kind."""
    return POWERS[AuthorityKind(kind)]
