"""A company name is read as region, own name, trade and organisational form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.matching.names import name_key, split_name

SPLIT = [
    # name, core, region, industry, form
    ("广州市妍丽化妆品有限公司", "妍丽", "广州市", "化妆品", "有限公司"),
    ("美赞臣营养品（中国）有限公司", "美赞臣", "中国", "营养品", "有限公司"),
    ("超力健(天津)化妆品有限公司", "超力健", "天津", "化妆品", "有限公司"),
    ("海云管道支架技术上海有限公司", "海云", "上海", "管道支架技术", "有限公司"),
    ("昆山川和服装辅料有限责任公司", "川和", "昆山", "服装辅料", "有限责任公司"),
    ("酉阳县后溪镇大山种植专业合作社", "大山", "酉阳县后溪镇", "种植", "专业合作社"),
    ("恩施州鹤峰县山水茶业有限公司", "山水", "恩施州鹤峰县", "茶业", "有限公司"),
    (
        "内蒙古自治区锡林郭勒盟正蓝旗牧歌乳业有限责任公司",
        "牧歌",
        "内蒙古自治区锡林郭勒盟正蓝旗",
        "乳业",
        "有限责任公司",
    ),
    ("沈阳市铁西区兴工街道春晖社区居民委员会", "春晖", "沈阳市铁西区兴工街道", "社区", "居民委员会"),
    ("大连高新技术产业园区云图软件有限公司", "云图", "大连高新技术产业园区", "软件", "有限公司"),
    ("北京大成律师事务所", "大成", "北京", "", "律师事务所"),
    ("日本花堂株式会社", "花堂", "日本", "", "株式会社"),
    ("株式会社高山", "高山", "", "", "株式会社"),
    ("ABC（上海）化妆品有限公司", "ABC", "上海", "化妆品", "有限公司"),
    ("3M中国有限公司", "3M", "中国", "", "有限公司"),
    ("雄安新区智绘城市规划设计有限公司", "智绘", "雄安新区", "城市规划设计", "有限公司"),
    ("佛山市顺德区乐从镇钢材市场顺达钢铁贸易行", "顺达", "佛山市顺德区乐从镇钢材市场", "钢铁", "贸易行"),
    ("霍山县衡山镇明月种植专业合作社", "明月", "霍山县衡山镇", "种植", "专业合作社"),
    ("石狮市灵秀镇飞马服装厂", "飞马", "石狮市灵秀镇", "服装", "厂"),
    ("汕头市澄海区莲下镇渡亭村大兴玩具厂", "大兴", "汕头市澄海区莲下镇渡亭村", "玩具", "厂"),
]


@pytest.mark.parametrize("name, core, region, industry, form", SPLIT)
def test_a_name_is_read_in_its_four_parts(
    name: str, core: str, region: str, industry: str, form: str
) -> None:
    parts = split_name(name)
    assert (parts.core, parts.region, parts.industry, parts.form) == (core, region, industry, form)


@pytest.mark.parametrize(
    "name",
    [
        "大庆市电力公司",
        "湖北环保设计公司",
        "苏州外贸代理公司",
        "重庆市第一人民医院",
        "中国建筑第八工程局有限公司",
    ],
)
def test_a_name_of_region_and_trade_alone_has_no_own_name(name: str) -> None:
    assert split_name(name).core == ""


def test_a_product_is_the_own_name_only_when_nothing_else_is() -> None:
    assert split_name("河北滤清器有限公司").core == "滤清器"
    assert split_name("河北恒发滤清器有限公司").core == "恒发"


def test_a_product_no_vocabulary_lists_is_still_told_from_the_own_name() -> None:
    assert split_name("临沂鲁信螺旋桨制造有限公司").core == "鲁信"


def test_a_four_character_own_name_of_two_common_words_stays_whole() -> None:
    assert split_name("绿色家园装饰工程有限公司").core == "绿色家园"


def test_a_word_that_only_begins_like_a_place_is_no_region() -> None:
    parts = split_name("阿里巴巴（中国）网络技术有限公司")
    assert (parts.core, parts.region) == ("阿里巴巴", "中国")
    assert split_name("长寿堂药业有限公司").core == "长寿堂"


def test_a_county_in_its_province_is_a_region_before_an_own_name() -> None:
    assert split_name("江西万安龙腾科技有限公司").core == "龙腾"


def test_a_doubtful_short_county_name_does_not_break_an_own_name() -> None:
    assert split_name("东方雨虹防水技术股份有限公司").core == "东方雨虹"
    assert split_name("海康威视数字技术股份有限公司").core == "海康威视"
    assert split_name("昆山欣日防水技术股份有限公司").core == "欣日"


def test_a_branch_is_kept_apart_from_its_company() -> None:
    parts = split_name("百年人寿保险股份有限公司大连分公司")
    assert (parts.core, parts.form, parts.branch) == ("百年", "股份有限公司", "大连分公司")
    assert split_name("武汉花氏个人用品商店有限公司万达店").branch == "万达店"


@pytest.mark.parametrize(
    "name",
    [
        "广州市妍丽美容有限公司（原名：广州丽妍化妆品有限公司）",
        "广州市妍丽美容有限公司(曾用名:广州丽妍化妆品有限公司)",
        "广州市妍丽美容有限公司（原广州丽妍化妆品有限公司）",
    ],
)
def test_a_former_name_in_brackets_is_not_part_of_the_name(name: str) -> None:
    parts = split_name(name)
    assert (parts.core, parts.former) == ("妍丽", "广州丽妍化妆品有限公司")


def test_a_remark_on_the_kind_of_owner_is_a_note() -> None:
    parts = split_name("王小二日杂店（个体工商户）")
    assert (parts.core, parts.form, parts.note) == ("王小二", "店", "（个体工商户）")


def test_brackets_round_a_group_belong_to_the_form() -> None:
    assert split_name("海南椰岛（集团）股份有限公司").form == "集团股份有限公司"


def test_a_short_form_is_one_only_behind_words_of_trade() -> None:
    assert split_name("深圳市罗湖区东门美甲坊").form == "坊"
    assert split_name("苏州御香坊化妆品有限公司").core == "御香坊"


def test_the_longest_form_gives_way_when_it_would_cut_a_word_of_trade() -> None:
    parts = split_name("平邑县紫云图书店")
    assert (parts.core, parts.industry, parts.form) == ("紫云", "图书", "店")


def test_full_width_half_width_and_traditional_spellings_have_one_key() -> None:
    spellings = ["ＡＢＣ（上海）化妝品有限公司", "ABC(上海)化妆品有限公司", "abc（上海）化妆品有限责任公司"]
    assert {name_key(name) for name in spellings} == {"abc"}
    assert name_key("上海華東製藥有限公司") == name_key("上海华东制药有限公司") == "华东"


def test_the_own_name_is_given_as_written() -> None:
    assert split_name("安徽瑞昇食品有限公司").core == "瑞昇"


def test_a_name_without_own_name_keeps_a_key_of_its_own() -> None:
    assert name_key("大庆市电力公司") == name_key("大庆电力公司") == "大庆电力"
    assert name_key("大庆电力公司") != name_key("鸡西电力公司")


@pytest.mark.parametrize(
    "text", ["", " ", "（", "）（", "有限公司", "市", "（原名：）", "公司公司", "（中国）", "北京市"]
)
def test_fragments_are_read_without_failing(text: str) -> None:
    parts = split_name(text)
    assert "".join(piece for _, piece in parts.pieces) == parts.name


def test_a_branch_without_a_legal_form_before_it_keeps_its_region() -> None:
    parts = split_name("上海现代设计院安徽分公司")
    assert (parts.core, parts.region, parts.form) == ("", "上海安徽", "分公司")


def test_a_whole_page_is_no_name_and_is_left_alone_quickly() -> None:
    page = "广州市妍丽化妆品批发，" * 2000
    assert split_name(page).core.startswith("广州市妍丽")


WORDS = st.sampled_from(
    [
        "广州市",
        "上海",
        "中国",
        "昆山",
        "白云区",
        "妍丽",
        "长寿",
        "化妆品",
        "科技",
        "贸易",
        "有限公司",
        "公司",
        "集团",
        "分公司",
        "店",
        "厂",
        "（",
        "）",
        "(",
        "原名：",
        "合作社",
        "第一",
        "镇",
        "街道",
        "村",
        "和",
        "的",
        "A",
        "1",
        "·",
        "萬",
        "開發區",
        "轮毂",
        "兵团",
        "株",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=9).map("".join)))
def test_the_pieces_of_any_text_give_its_normalised_spelling(text: str) -> None:
    parts = split_name(text)
    assert "".join(piece for _, piece in parts.pieces) == parts.name
    assert set(parts.core) <= set(parts.name)
    assert split_name(parts.name) == parts
    assert isinstance(name_key(text), str)
