"""From a file's bytes to clean lines."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.text.model import Dropped

LIMIT = 20 * 1024 * 1024
BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]", re.IGNORECASE)
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")
SAVE_AS = "请另存为 .txt 或 .docx 后重新导入"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number in the file (from 1), its words, whether blank lines stand before it."""

    number: int
    text: str
    after_blank: bool


def read_lines(content: bytes, name: str) -> tuple[list[Line], list[Dropped]]:
    """The file's lines without outer white space, and the inline marks taken out of them.

    Reads UTF-8 (with or without byte-order mark), UTF-16 with mark, GB18030 and .docx. Raises Refusal naming the
    file, what is wrong and what to do.
    """
    lines: list[Line] = []
    dropped: list[Dropped] = []
    after_blank = True
    for number, raw in enumerate(BREAK.split(_decode(content, name)), 1):
        dropped += [Dropped(number, mark, "文字处理软件的书签标记") for mark in BOOKMARK.findall(raw)]
        text = INVISIBLE.sub("", BOOKMARK.sub("", raw)).replace("\u00a0", " ").strip()
        if text:
            lines.append(Line(number, text, after_blank))
        after_blank = not text
    if not lines:
        raise Refusal(f"文件 {name} 没有任何文字，请核对是否选错文件。")
    return lines, dropped


def _decode(content: bytes, name: str) -> str:
    if len(content) > LIMIT:
        raise Refusal(f"文件 {name} 超过 20 MB，不像一份文件正文，请核对是否选错文件。")
    if content.startswith(b"PK\x03\x04"):
        return _docx(content, name)
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise Refusal(f"文件 {name} 是 PDF、旧版 .doc 或 RTF，不能直接读取。{SAVE_AS}。")
    text = _text(content, name)
    if re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE):
        raise Refusal(f"文件 {name} 是网页源码，不能直接读取。{SAVE_AS}。")
    bad = next(
        (i for i, c in enumerate(text) if unicodedata.category(c) == "Cc" and c not in "\t\n\r\v\f\x85"), -1
    )
    if bad >= 0:
        line = len(BREAK.findall(text[:bad])) + 1
        raise Refusal(f"文件 {name} 第 {line} 行有控制字符，不是纯文本。{SAVE_AS}。")
    return text


def _text(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(f"文件 {name} 的编码无法识别（试过 {'、'.join(encodings)}）。{SAVE_AS}（编码选 UTF-8）。")


def _docx(content: bytes, name: str) -> str:
    import docx  # heavy, and only needed for this kind of file

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 10 * LIMIT:
                raise Refusal(f"文件 {name} 解压后过大，不像一份文件正文，请核对是否选错文件。")
        document = docx.Document(io.BytesIO(content))
        return "\n".join(paragraph.text for paragraph in document.paragraphs)
    except Refusal:
        raise
    except Exception:
        # The library takes a package's word for what its parts are: whatever else they turn out to be, it raises.
        raise Refusal(f"文件 {name} 不是完好的 .docx 文件。请用文字处理软件打开后另存一次再导入。") from None
