"""What web pages and word processors put around a text, and how it is recognised."""

from __future__ import annotations

import re
from collections.abc import Callable

from zhuangjian.engines.text.model import Dropped
from zhuangjian.engines.text.reading import Line

PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*[0-9０-９]{1,4}[-—–－·\s]*|第\s*\d+\s*页.{0,12}|page\s*\d+(\s*of\s*\d+)?", re.IGNORECASE
)
HEAD = (
    (re.compile(r"(您?(当前|现在)?的?(所在)?位置|当前位置)\s*[:：]|首页\s*(>|»|/)"), "网页导航"),
    (
        re.compile(
            r"(【?放大字体|【?字体|字号|发布(日期|时间)|来源|浏览(次数|量)|点击(数|量)|作者|时间)\s*[:：\s]"
        ),
        "网页信息栏",
    ),
    (re.compile(r"(核心提示|摘要|导读)\s*[:：]"), "网页导读"),
    (re.compile(r"(打印本页|关闭窗口|分享到|扫一扫|收藏本页)"), "网页按钮"),
    (re.compile(r"(索引号|主题分类|发文机关|成文日期)\s*[:：]"), "公文信息栏"),
)
TAIL = (
    (re.compile(r"关键词\s*[:：]"), "网页关键词"),
    (
        re.compile(r"(推荐|相关)(产品|阅读|推荐|链接|资讯|文章|新闻|稿件|解读)|(上|下)一篇|MORE\s*>>"),
        "网页推荐栏",
    ),
    (re.compile(r"(责任编辑|分享到|扫一扫|打印本页|关闭窗口|【?(打印|关闭)】?$)"), "网页按钮"),
    (re.compile(r"(版权(所有|声明)|网站地图|.{0,30}ICP备|主办单位\s*[:：]|声明\s*[:：].*转载)"), "网页页脚"),
)


def drop_page_numbers(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """Lines without those that are only a page number."""
    return _split(lines, lambda line: "页码" if PAGE_NUMBER.fullmatch(line.text) else None)


def drop_head(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """The lines before the body, without navigation and information bars."""
    return _split(lines, lambda line: next((why for mark, why in HEAD if mark.match(line.text)), None))


def drop_tail(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """The lines after the last heading, cut at the first mark of a page's end; all after it goes too."""
    for index, line in enumerate(lines):
        why = next((why for mark, why in TAIL if mark.match(line.text)), None)
        if why:
            rest = [Dropped(other.number, other.text, "网页尾部") for other in lines[index + 1 :]]
            return lines[:index], [Dropped(line.number, line.text, why), *rest]
    return lines, []


def drop_contents(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """The lines without a table of contents: from 目录 to where its first entry appears again."""
    for index, line in enumerate(lines[:-1]):
        if re.fullmatch(r"[【\[]?目\s*[录次][】\]]?", line.text):
            first = _entry(lines[index + 1].text)
            end = next((i for i in range(index + 2, len(lines)) if _entry(lines[i].text) == first), None)
            if end is not None:
                gone = [Dropped(other.number, other.text, "目录") for other in lines[index:end]]
                return lines[:index] + lines[end:], gone
    return lines, []


def _entry(text: str) -> str:
    return re.sub(r"[\s.．…·]+\d*$", "", re.sub(r"\s+", "", text))


def _split(lines: list[Line], why_of: Callable[[Line], str | None]) -> tuple[list[Line], list[Dropped]]:
    kept: list[Line] = []
    gone: list[Dropped] = []
    for line in lines:
        why = why_of(line)
        if why:
            gone.append(Dropped(line.number, line.text, why))
        else:
            kept.append(line)
    return kept, gone
