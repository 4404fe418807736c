"""A small catalogue of our own making, in the columns that catalogues have."""

from __future__ import annotations

from zhuangjian.engines.ingredients import Catalogue, Kind, ReferenceList, read_list

HEADS = (
    "序号",
    "中文名称",
    "INCI名称",
    "淋洗类产品最高历史使用量（%）",
    "驻留类产品最高历史使用量（%）",
    "备注",
)
ROWS = [
    ("1", "水", "WATER", "", "97.9", ""),
    ("2", "甘油", "GLYCERIN", "90", "60", ""),
    ("3", "1,2-己二醇", "1,2-HEXANEDIOL", "", "6", ""),
    ("4", "己二醇", "HEXANEDIOL", "", "", ""),
    ("5", "2,6-二羧基吡啶", "2,6-DICARBOXYPYRIDINE", "0.05", "/", ""),
    ("6", "生育酚（维生素E）", "TOCOPHEROL", "", "", ""),
    ("7", "香精", "PARFUM", "", "", ""),
    ("8", "PEG-40 氢化蓖麻油", "PEG-40 HYDROGENATED CASTOR OIL", "", "", ""),
    ("9", "葡萄（VITIS VINIFERA）籽油", "VITIS VINIFERA (GRAPE) SEED OIL", "", "", ""),
    ("10", "氢醌", "HYDROQUINONE", "/", "/", "《化妆品安全技术规范》禁用组分"),
    ("11", "羟苯异丁酯", "ISOBUTYLPARABEN", "", "", "《化妆品安全技术规范》禁用组分"),
    ("12", "某胺", "SOMETHINGAMINE", "", "", "拟调整为《化妆品安全技术规范》禁用成分"),
    ("13", "苯氧乙醇", "PHENOXYETHANOL", "", "", "按照《化妆品安全技术规范》要求使用"),
    ("14", "番茄（SOLANUM LYCOPERSICUM）提取物", "SOLANUM LYCOPERSICUM (TOMATO) EXTRACT", "", "", "曾用名"),
    ("15", "棕榈酸钠", "SODIUM PALMITATE", "", "", ""),
    ("16", "CI 77891", "CI 77891", "", "", ""),
    ("17", "二氧化钛", "TITANIUM DIOXIDE", "", "", ""),
    ("18", "丁二醇", "BUTYLENE GLYCOL", "", "", ""),
    ("19", "聚二甲基硅氧烷", "DIMETHICONE", "", "", ""),
    ("20", "忍冬（LONICERA JAPONICA）花提取物", "LONICERA JAPONICA FLOWER EXTRACT", "", "", ""),
    ("21", "忍冬（LONICERA CAPRIFOLIUM）花提取物", "LONICERA CAPRIFOLIUM FLOWER EXTRACT", "", "", ""),
    ("22", "氧化锌", "ZINC OXIDE", "", "", ""),
]
FOREIGN = [
    {
        "Reference Number": "7",
        "Chemical name / INN": "Zinc salts",
        "Identified INGREDIENTS or substances e.g.": "ZINC OXIDE,HYDROQUINONE",
    }
]


def national() -> ReferenceList:
    """The catalogue above."""
    return read_list([dict(zip(HEADS, row, strict=True)) for row in ROWS], HEADS, "自拟目录", Kind.CATALOGUE)


def foreign() -> ReferenceList:
    """A list from abroad, told by its headings."""
    return read_list(FOREIGN, FOREIGN[0].keys(), "境外附录")


def catalogue(*more: ReferenceList) -> Catalogue:
    """The catalogue, with further lists."""
    return Catalogue([national(), *more])
