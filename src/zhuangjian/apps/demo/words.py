"""Invented names: syllables put together by chance; no real company or person is meant."""

from __future__ import annotations

from random import Random

from zhuangjian.apps.demo.places import land

FIRST = "澄岚芙沁黛婉瑶萱岫漪菀珂璟霁疏棠筠苡莳旎霏槿绾汐玥晞喆堃镕昇鎓颢羲"
SECOND = "雅颜妍舒柔润芝兰荷黎洛菲诗蔓语笙凝素清禾露卉微语宁朵"
TRADES = {
    "maker": (
        "化妆品有限公司",
        "生物科技有限公司",
        "日用化工有限公司",
        "精细化工有限公司",
        "生物医药科技有限公司",
    ),
    "brand": ("品牌管理有限公司", "化妆品销售有限公司", "健康科技有限公司", "商贸有限公司"),
    "shop": ("化妆品店", "日化用品商行", "美妆生活馆", "百货经营部", "母婴用品店"),
    "salon": ("美容院", "美发店", "美容美体中心", "造型工作室"),
    "hotel": ("酒店", "宾馆", "商务酒店"),
    "market": ("小商品批发市场管理有限公司", "日化城市场服务有限公司"),
    "fair": ("会展服务有限公司",),
    "platform": ("电子商务有限公司", "网络科技有限公司"),
    "supplier": ("包装材料有限公司", "香料有限公司", "原料科技有限公司"),
}
ROADS = (
    "澄江路",
    "云岭路",
    "岫山街",
    "沁园路",
    "青禾大道",
    "望溪路",
    "柏树街",
    "南屏巷",
    "梧桐路",
    "新港大道",
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "岫澄筠霁昀珩绥祎晗彧弈骁琚璟瑄钰"
UNITS = (
    ("一般液态单元", "护发清洁类、护肤水类、啫喱类"),
    ("膏霜乳液单元", "护肤清洁类、护发类"),
    ("粉单元", "散粉类、块状粉类"),
    ("蜡基单元", "蜡基类"),
    ("牙膏单元", "牙膏类"),
    ("气雾剂及有机溶剂单元", "气雾剂类"),
)
GOODS = ("保湿乳", "柔肤水", "洁面乳", "洗发露", "沐浴露", "护手霜", "精华液", "面膜", "唇膏", "粉底液")
SPECIAL_GOODS = ("防晒乳", "染发膏", "祛斑霜", "烫发水", "防脱洗发露")


def company(rng: Random, trade: str, place: str) -> str:
    """A company's name, its place or province, two syllables, its trade."""
    head = place[:2] if rng.random() < 0.5 else land().company_prefix
    return f"{head}{rng.choice(FIRST)}{rng.choice(SECOND)}{rng.choice(TRADES[trade])}"


def brand(rng: Random) -> str:
    """A brand of two or three syllables."""
    return rng.choice(FIRST) + rng.choice(SECOND) + (rng.choice(SECOND) if rng.random() < 0.3 else "")


def person(rng: Random) -> str:
    """A person's name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN) + (rng.choice(GIVEN) if rng.random() < 0.6 else "")


def address(rng: Random, place: str, plant: bool) -> str:
    """A street address; a plant has its building."""
    street = f"{land().name}{place}{rng.choice(ROADS)}{rng.randint(1, 399)}号"
    return f"{street}{rng.randint(1, 9)}栋{rng.randint(1, 5)}层" if plant else street
