"""A second, deliberately plain reading of the judgement principles; shares no code with the engine."""

from __future__ import annotations

LICENSING = ("现场核查通过", "整改后复查", "现场核查不通过")
ROUTINE = (
    "检查未发现生产质量管理体系存在缺陷",
    "生产质量管理体系存在缺陷",
    "生产质量管理体系存在严重缺陷",
)


def conclude_2022(
    licensing, commissioned, crit_no, crit_flaw, major_no, major_flaw, gen_no, gen_flaw, direct
):
    """The Chinese conclusion under the principles of 2022, from plain counts."""
    words = LICENSING if licensing else ROUTINE
    if direct:
        return words[2]
    if crit_no > 0:
        return words[2]
    if commissioned:
        if crit_flaw + major_no >= 3:
            return words[2]
        if crit_no + crit_flaw + major_no + major_flaw + gen_no >= 6:
            return words[2]
    else:
        if crit_flaw + major_no >= 6:
            return words[2]
        if crit_no + crit_flaw + major_no + major_flaw + gen_no >= 16:
            return words[2]
    if crit_flaw or major_no or major_flaw or gen_no or gen_flaw:
        return words[1]
    return words[0]


def conclude_2015(licensing, crit_no, gen_no, direct):
    """The Chinese conclusion under the principles of 2015; recommended items never count."""
    words = LICENSING if licensing else ROUTINE
    if direct or crit_no >= 5 or crit_no + gen_no >= 20:
        return words[2]
    return words[1] if crit_no + gen_no else words[0]
