"""Name, version and rules of the published file, in the words that stand in it."""

from __future__ import annotations

from typing import Final

FORMAT: Final = "zhuangjian-draw"
VERSION: Final = 1

RULES: Final = (
    "规范写法：JSON，键按码位排序，不加空格，汉字不转义，UTF-8 编码；下文“摘要”指规范写法的 SHA-256（十六进制）。",
    "字段写法 F(x)：x 的 UTF-8 字节数（十进制）、冒号、x 的字节；H(a,b,…) 指 F(“zhuangjian-draw-1”)、F(a)、F(b)…依次相接后的 SHA-256。",
    "冻结：frozen 一节含可抽名单、每一项排除及理由、分层与名额、种子来源、人员与组队条件；frozen_digest 是其摘要，应在种子产生之前公布。",
    "名单：items 每行第一格是编号，按编号的码位排序；编号去掉首尾空白后原样使用；只有全半角、大小写不同的编号不予受理。",
    "种子：stated、public_event 为所公布的文字；dice 为依次掷出的点数；commit_reveal 为 H(“seed”,frozen_digest,公开值,单位一,秘密一,单位二,秘密二,…)，单位按冻结时的次序。",
    "承诺：commit_reveal 各单位先公布 H(“commit”,frozen_digest,单位,秘密)，全部公布后才揭示秘密，全部揭示后才登记公开值。",
    "序值：对象的序值为 H(“item”,种子,轮次,编号)，按字节比较，小者在前；同层内从前往后取满名额。",
    "名额：largest_remainders 按各层可抽数占比分配总数，先取整数部分，余数大者各加一；余数相同的，可抽数多的层在前，仍相同的按层名码位在前；explicit 按冻结时写明的名额。",
    "可派人员：已申报利害关系，且与对象的编号及 conflict_by 各列的值均无关系（比较时不计全半角、大小写和首尾空白）。",
    "组队次序：可派人员少的对象先组队，人数相同的按对象序值；人员先比已有次数（load 加本次已排），少者在前，次数相同的比 H(“officer”,种子,轮次,对象编号,人员编号)；次数达到 limit 的不再派。",
    "组队：人数从 size 的下限起逐一增至上限，取按上述次序最靠前、且满足全部条件的组合：执法证在 days 两日均有效的非专家不少于 enforcement 名，至少一名可任组长的非专家，所需专长（expertise 与 expertise_by 列中以 、，,；;| 分开的各项）齐备；组长为其中次序最靠前的可任者。",
    "配不齐：不降低条件，写入 lacking：enforcement:有/需、leader、expertise:专长；均不缺而因次数用满的写 limit 及届时所缺；人数上限内凑不齐的写 size。",
    "递补：被换下的对象由同一轮次排序、同一层中从未入选的下一位替补；换下人员时其余成员保留，由次序最靠前且满足条件的人员替补；均须写明理由，另记一轮。",
    "重抽：须写明理由，轮次加一后对全部可抽名单重新排序；以前各轮保留在文件中。",
    "链：每轮的 previous 是上一轮的 digest；第一轮的 previous 是 {commitments,frozen_digest,reveals,seed} 的摘要；digest 是该轮其余内容的摘要。",
    "封条：seal 是整个文件除 frozen 与 seal 之外内容的摘要。",
)
