"""Provinces by name, by the abbreviation that numbers begin with, and by division code (GB/T 2260)."""

from __future__ import annotations

from typing import Final

# abbreviation, short name, first two digits of the division code
_ROWS: Final = (
    ("京", "北京", "11"),
    ("津", "天津", "12"),
    ("冀", "河北", "13"),
    ("晋", "山西", "14"),
    ("蒙", "内蒙古", "15"),
    ("辽", "辽宁", "21"),
    ("吉", "吉林", "22"),
    ("黑", "黑龙江", "23"),
    ("沪", "上海", "31"),
    ("苏", "江苏", "32"),
    ("浙", "浙江", "33"),
    ("皖", "安徽", "34"),
    ("闽", "福建", "35"),
    ("赣", "江西", "36"),
    ("鲁", "山东", "37"),
    ("豫", "河南", "41"),
    ("鄂", "湖北", "42"),
    ("湘", "湖南", "43"),
    ("粤", "广东", "44"),
    ("桂", "广西", "45"),
    ("琼", "海南", "46"),
    ("渝", "重庆", "50"),
    ("川", "四川", "51"),
    ("贵", "贵州", "52"),
    ("云", "云南", "53"),
    ("藏", "西藏", "54"),
    ("陕", "陕西", "61"),
    ("甘", "甘肃", "62"),
    ("青", "青海", "63"),
    ("宁", "宁夏", "64"),
    ("新", "新疆", "65"),
)
ABBREVIATIONS: Final = {short: name for short, name, _ in _ROWS}
PROVINCES: Final = {code: name for _, name, code in _ROWS}
# Second spellings; 内 is what Inner Mongolia's own licences carry in the public register.
OTHER_ABBREVIATIONS: Final = {"内": "蒙", "滇": "云", "黔": "贵", "蜀": "川", "陇": "甘", "秦": "陕"}
_BEYOND: Final = {"10": "国家级登记机关", "71": "台湾", "81": "香港", "82": "澳门"}
_CODES_BY_NAME: Final = {name: code for _, name, code in _ROWS}


def province_of_code(code: str) -> str | None:
    """Short name of the province that a division code (2 digits or more) lies in; None if there is none."""
    return PROVINCES.get(code[:2]) or _BEYOND.get(code[:2])


def province_of_name(name: str) -> str | None:
    """Two-digit code of the province whose short name ``name`` begins with; None if there is none."""
    return next((code for short, code in _CODES_BY_NAME.items() if name.startswith(short)), None)
