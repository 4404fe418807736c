"""How two records are compared: the levels of each field, with the weights assumed before any training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement: its condition, its Chinese words, and m and u before training.

    ``frequency`` names the column whose commonness adjusts the weight (agreeing on a rare value says more).
    """

    condition: str
    words: str
    m: float
    u: float
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field: ``absent`` says when nothing can be said, ``levels`` from best to none (the last has no condition)."""

    name: str
    words: str
    absent: str
    levels: tuple[Level, ...]
    column: str


MACROS: Final = (
    """CREATE OR REPLACE MACRO shared_weight(a, b) AS
    coalesce(list_sum(list_transform(list_intersect(a, b), lambda token: token & 63)), 0)""",
    """CREATE OR REPLACE MACRO one_apart(a, b) AS
    CASE WHEN length(a) = length(b) THEN hamming(a, b) <= 1 ELSE FALSE END""",
    """CREATE OR REPLACE MACRO near_number(a, b) AS
    abs(try_cast(a AS BIGINT) - try_cast(b AS BIGINT)) <= 10 OR one_apart(a, b)""",
    """CREATE OR REPLACE MACRO near_street(a, b) AS
    a = b OR starts_with(a, b || ' ') OR starts_with(b, a || ' ') OR jaro_winkler_similarity(a, b) >= 0.9""",
)

# Most pairs share no word: two small masks say so for a fraction of what comparing the lists costs.
_MAY: Final = "name_mask_l & name_mask_r <> 0 AND name_veil_l & name_veil_r <> 0 AND "
_MAY_PLACE: Final = "address_mask_l & address_mask_r <> 0 AND address_veil_l & address_veil_r <> 0 AND "
_SHARED: Final = _MAY + "shared_weight(name_tokens_l, name_tokens_r)"
_PLACES: Final = _MAY_PLACE + "shared_weight(address_tokens_l, address_tokens_r)"

COMPARISONS: Final = (
    Comparison("name", "名称", "name_full_l IS NULL OR name_full_r IS NULL", (
        Level("name_full_l = name_full_r", "名称相同", 0.35, 0.0005, "name_full"),
        Level("name_core_l = name_core_r AND coalesce(name_area_l = name_area_r, TRUE) AND "
              f"{_SHARED} * 2 >= 0.85 * (name_weight_l + name_weight_r)", "字号相同、行业用词几乎相同", 0.15, 0.0003, "name_core"),
        Level("name_core_l = name_core_r AND coalesce(name_area_l = name_area_r, TRUE)", "字号相同、地区不矛盾",
              0.15, 0.0005, "name_core"),
        Level("name_core_l = name_core_r", "字号相同、地区不同", 0.03, 0.0005, "name_core"),
        Level("length(name_core_l) >= 3 AND length(name_core_r) >= 3 AND levenshtein(name_core_l, name_core_r) <= 1",
              "字号只差一字", 0.04, 0.0002),
        Level("name_core_l <> name_core_r", "字号不同", 0.03, 0.99),
        Level(f"{_SHARED} * 2 >= 0.8 * (name_weight_l + name_weight_r)", "名称用词几乎相同", 0.15, 0.0005),
        Level(f"{_SHARED} >= 0.75 * least(name_weight_l, name_weight_r)", "一个名称包含另一个", 0.08, 0.002),
        Level(f"{_SHARED} * 2 >= 0.5 * (name_weight_l + name_weight_r)", "名称用词大半相同、各有不同", 0.12, 0.001),
        Level("jaro_winkler_similarity(name_full_l, name_full_r) >= 0.92", "名称写法相近", 0.05, 0.001),
        Level(f"{_SHARED} >= 0.3 * least(name_weight_l, name_weight_r)", "名称有部分用词相同", 0.05, 0.02),
        Level("", "名称不同", 0.05, 0.974),
    ), "name_full"),
    Comparison("address", "地址", "address_tokens_l IS NULL OR address_tokens_r IS NULL", (
        Level("address_key_l = address_key_r AND coalesce(side_l = side_r, TRUE)", "街道门牌相同", 0.6, 0.0005, "address_key"),
        Level("address_key_l = address_key_r", "街道门牌相同、方位不同", 0.02, 0.0005),
        Level("number_l = number_r AND near_street(street_l, street_r)", "门牌相同、街道相近", 0.08, 0.0005),
        Level(f"(number_l IS NULL OR number_r IS NULL) AND {_PLACES} * 2 >= 0.7 * (address_weight_l + address_weight_r)",
              "地址用词几乎相同", 0.05, 0.0005),
        Level("number_l = number_r", "只有门牌相同", 0.05, 0.003),
        Level("near_street(street_l, street_r) AND near_number(number_l, number_r)", "街道相同、门牌相近", 0.05, 0.001),
        Level("street_l = street_r", "只有街道相同", 0.05, 0.01),
        Level(f"{_PLACES} * 2 >= 0.5 * (address_weight_l + address_weight_r)", "地址用词大半相同", 0.05, 0.01),
        Level("", "地址不同", 0.1, 0.97),
    ), "address_key"),
    Comparison("phone", "电话", "phone_l IS NULL OR phone_r IS NULL", (
        Level("phone_end_l = phone_end_r", "电话相同", 0.7, 0.0005, "phone_end"),
        Level("one_apart(phone_end_l, phone_end_r)", "电话只差一位", 0.05, 0.0005),
        Level("", "电话不同", 0.25, 0.999),
    ), "phone_end"),
    Comparison("person", "负责人", "person_l IS NULL OR person_r IS NULL", (
        Level("person_l = person_r", "负责人相同", 0.7, 0.001, "person"),
        Level("", "负责人不同", 0.3, 0.999),
    ), "person"),
    # Where both addresses are precise, lying in one area says nothing more than they do: only a contradiction does.
    Comparison("area", "区域", "area_l IS NULL OR area_r IS NULL OR "
               "(area_l = area_r AND address_key_l IS NOT NULL AND address_key_r IS NOT NULL)", (
        Level("area_l = area_r", "邮编或区划相同", 0.9, 0.02),
        Level("", "邮编或区划不同", 0.1, 0.98),
    ), "area"),
)  # fmt: skip


def settings(
    comparisons: list[Comparison], weights: dict[str, list[tuple[float, float]]], prior: float
) -> dict[str, Any]:
    """The settings that splink reads, with these m and u for every level."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "probability_two_random_records_match": prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 25,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_setting(comparison, weights[comparison.name]) for comparison in comparisons],
        "linker_uid": "zhuangjian",
    }


def _setting(comparison: Comparison, weights: list[tuple[float, float]]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.absent, "label_for_charts": "缺", "is_null_level": True}
    ]
    for level, (m, u) in zip(comparison.levels, weights, strict=True):
        one: dict[str, Any] = {
            "sql_condition": level.condition or "ELSE",
            "label_for_charts": level.words,
            "m_probability": m,
            "u_probability": u,
        }
        if level.frequency:
            one |= {"tf_adjustment_column": level.frequency, "disable_tf_exact_match_detection": True}
        levels.append(one)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def level_sql(comparison: Comparison) -> str:
    """The place of the level that holds for a pair (0 is the best), -1 when nothing can be said."""
    cases = " ".join(
        f"WHEN {level.condition} THEN {place}"
        for place, level in enumerate(comparison.levels)
        if level.condition
    )
    return f"CASE WHEN {comparison.absent} THEN -1 {cases} ELSE {len(comparison.levels) - 1} END"


def beside_sql(columns: list[str], pairs: str) -> str:
    """A select that sets both records of every pair (l, r) beside each other, columns ending in _l and _r."""
    both = ", ".join(f"a.{column} AS {column}_l, b.{column} AS {column}_r" for column in columns)
    return f"SELECT p.l, p.r, {both} FROM {pairs} p JOIN party a ON a.rid = p.l JOIN party b ON b.rid = p.r"
