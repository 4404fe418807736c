#!/usr/bin/env python3
"""核对一个移送包（或者回执）：有没有被改动、删除、增加、改名、调换或者重复，签名和账本回执成立不成立。

    python3 verify.py 移送包.zip
    python3 verify.py 移送包.zip --key 出具单位公布的公钥（十六进制）

只用 Python 3.8 以上自带的功能，不联网，不解压，不写任何文件。有任何不符时退出码为 1。
包里附带的本程序也在签名之内，但改包的人可以连它一起换掉：请使用从出具单位或者本单位另外取得的一份。
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import zlib
from typing import Any, BinaryIO, Callable, Iterator, NamedTuple

BASE = "bundle/"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# In this order, then the payload by name: a bundle has one spelling, down to the last byte.
TAGS = (
    "bagit.txt",
    "bag-info.txt",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "signature.json",
    "receipts.json",
    "verify.py",
)
SIGNED_TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "receipts.json", "verify.py")
INDEX = "data/index.json"
TYPE = "application/vnd.zhuangjian.bundle+json"
NAME = re.compile(r"data/[a-z0-9]+(?:[._-][a-z0-9]+)*")
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_ENTRIES = 20_000
MOST_BYTES = 2**32 - 2**20  # the plain zip format counts to 4 GiB; nothing larger is written or read
MOST_TEXT = 2**26
PIECE = 2**20
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
DAY, FILE = 0x21, 0o100644 << 16  # 1 January 1980, the first day that a zip can name; a plain file


class Wrong(Exception):
    """What is wrong with a bundle, and where."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}：{what}")
        self.where, self.what = where, what


class Entry(NamedTuple):
    """One file in the archive: where its content begins, how long it is."""

    name: str
    offset: int
    size: int
    crc: int
    sha256: str
    content: bytes


def local_header(name: str, size: int, crc: int) -> bytes:
    """What stands before a file's content. Stored as it is, never compressed: nothing can swell on unpacking."""
    raw = name.encode("ascii")
    return struct.pack("<4s5H3I2H", LOCAL, 20, 0, 0, 0, DAY, crc, size, size, len(raw), 0) + raw


def central_header(name: str, size: int, crc: int, start: int) -> bytes:
    """What the directory at the end says of the same file."""
    raw = name.encode("ascii")
    head = struct.pack(
        "<4s6H3I5H2I", CENTRAL, 0x314, 20, 0, 0, 0, DAY, crc, size, size, len(raw), 0, 0, 0, 0, FILE, start
    )
    return head + raw


def end_record(count: int, size: int, start: int) -> bytes:
    """The last bytes: how many files, and where the directory is."""
    return struct.pack("<4s4H2IH", END, 0, 0, count, count, size, start, 0)


def entries(file: BinaryIO) -> list[Entry]:
    """Every file of the archive, its content read once; :class:`Wrong` for a byte that the one spelling does not have."""
    file.seek(0)
    found: list[Entry] = []
    directory, at = [], 0
    while True:
        sign = file.read(4)
        if sign == CENTRAL or (sign == END and not found):
            break
        entry = _entry(file, sign, at, len(found))
        found.append(entry)
        directory.append(central_header(entry.name, entry.size, entry.crc, at))
        at = entry.offset + entry.size
        if len(found) > MOST_ENTRIES or at > MOST_BYTES:
            raise Wrong("压缩包", "文件太多或者太大，不是移送包")
    central = b"".join(directory)
    wanted = central + end_record(len(found), len(central), at)
    if sign + file.read(len(wanted) + 1) != wanted:
        raise Wrong("压缩包", "末尾的目录与各文件不符：有文件被增加、删除、改名或者调换，或者末尾被改动")
    return found


def _entry(file: BinaryIO, sign: bytes, at: int, number: int) -> Entry:
    where = f"压缩包第 {number + 1} 个文件"
    rest = file.read(26)
    if sign != LOCAL or len(rest) != 26:
        raise Wrong(where, "不是移送包的写法，或者文件不完整")
    crc, size, _, length, _ = struct.unpack("<3I2H", rest[10:])
    if length > 200:
        raise Wrong(where, "文件名太长")
    raw = file.read(length)
    name = raw.decode("ascii", "replace")
    if raw != name.encode("ascii", "replace") or sign + rest + raw != local_header(name, size, crc):
        raise Wrong(where, "文件头不是移送包的写法（加密、压缩、改名或者另有附加内容）")
    keep = not name.startswith(BASE + "data/") or name == BASE + INDEX
    if size > MOST_BYTES or (keep and size > MOST_TEXT):
        raise Wrong(name, "太大")
    summing, check, kept, left = hashlib.sha256(), 0, [], size
    while left:
        piece = file.read(min(left, PIECE))
        if not piece:
            raise Wrong(name, "文件不完整：包在这里断了")
        summing.update(piece)
        check = zlib.crc32(piece, check)
        left -= len(piece)
        if keep:
            kept.append(piece)
    if check != crc:
        raise Wrong(name, "内容被改动（CRC 不符）")
    return Entry(name, at + 30 + length, size, crc, summing.hexdigest(), b"".join(kept))


def canonical(value: Any) -> bytes:
    """RFC 8785 for what bundles hold: text, whole numbers, lists and mappings with plain keys."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def read_canonical(name: str, raw: bytes) -> Any:
    """A value that is spelt in the one way; :class:`Wrong` otherwise."""
    try:
        value = json.loads(raw.decode("utf-8"))
        same = canonical(value) == raw
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise Wrong(name, "不是规范写法的 JSON")
    return value


def manifest(pairs: Any) -> bytes:
    """Digest, two spaces, name, line by line in the order of names."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(pairs)).encode("ascii")


def oxum(payload: list[Entry]) -> str:
    """Bytes and number of the payload, as BagIt says them."""
    return f"{sum(entry.size for entry in payload)}.{len(payload)}"


# --- Ed25519 (RFC 8032 5.1.7), checking only: nothing secret passes through here.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = Any


def _point(raw: bytes) -> Point:
    """A point of the curve from 32 bytes; None for what is none, or is not spelt in the one way."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if len(raw) != 32 or y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * ROOT % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


GENERATOR = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``key`` signed ``message``; a key of small order, under which anything holds, never did."""
    a, r = _point(key), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L or _same(_times(8, a), (0, 1, 1, 0)):
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return _same(_times(s, GENERATOR), _add(r, _times(h, a)))


def _same(one: Point, other: Point) -> bool:
    return not ((one[0] * other[2] - other[0] * one[2]) % P or (one[1] * other[2] - other[1] * one[2]) % P)


# --- Ledger receipts (hash chain and the inclusion proofs of RFC 9162 2.1.3.2).
def plain_digest(data: bytes, algorithm: str) -> bytes:
    """SHA-256, or SM3 where this machine's Python has it."""
    try:
        return hashlib.new(algorithm, data).digest()
    except ValueError:
        raise Wrong("receipts.json", f"本机的 Python 不能计算 {algorithm}，账本回执没有核对") from None


Digest = Callable[[bytes, str], bytes]
Signed = Callable[[bytes, bytes, bytes], bool]


def included(
    leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes, hashed: Callable[[bytes], bytes]
) -> bool:
    """Whether the path leads from the leaf to the root."""
    if not 0 <= index < size:
        return False
    fn, sn, value = index, size - 1, leaf
    for part in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = hashed(b"\x01" + part + value)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = hashed(b"\x01" + value + part)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == root


def check_receipts(data: Any, key: bytes, digest: Digest, signed: Signed) -> dict[int, str]:
    """Facts by the number of each entry that is proved to stand in the ledger whose head ``key`` signed."""
    where = "receipts.json"
    if data["entries"] == [] and data["head"] is None:
        return {}
    head, algorithm = data["head"], data["head"]["algorithm"]
    message = canonical({name: head[name] for name in ("algorithm", "at", "root", "size")})
    if set(head) != {"algorithm", "at", "root", "size", "signature"} or set(data) != {"entries", "head"}:
        raise Wrong(where, "账本树头的写法不对")
    if algorithm not in ("sha256", "sm3") or not signed(key, message, bytes.fromhex(head["signature"])):
        raise Wrong(where, "账本树头的签名不成立")
    proved: dict[int, str] = {}

    def hashed(raw: bytes) -> bytes:
        return digest(raw, algorithm)

    for one in data["entries"]:
        body, seq = one["body"], one["body"]["seq"]
        if (
            set(one) != {"body", "previous", "entry_hash", "proof", "facts"}
            or type(seq) is not int
            or seq in proved
        ):
            raise Wrong(where, "账本回执的写法不对")
        named = f"{where} 第 {seq} 条"
        own = hashed(b"\x02" + bytes.fromhex(one["previous"]) + canonical(body))
        if own.hex() != one["entry_hash"] or body["algorithm"] != algorithm:
            raise Wrong(named, "所写内容与条目摘要不符")
        if hashed(one["facts"].encode()).hex() != body["facts_digest"]:
            raise Wrong(named, "所附事实与条目中的摘要不符")
        proof, root = [bytes.fromhex(part) for part in one["proof"]], bytes.fromhex(head["root"])
        if not included(hashed(b"\x00" + own), seq - 1, head["size"], proof, root, hashed):
            raise Wrong(named, "不在所签名的账本之中")
        proved[seq] = one["facts"]
    return proved


# --- The bundle.
def check(
    file: BinaryIO, trusted: str = "", *, digest: Digest = plain_digest, signed: Signed = ed25519
) -> dict[str, Any]:
    """What a bundle says of itself, when all of it holds; :class:`Wrong` with the first thing that does not."""
    try:
        found = {entry.name: entry for entry in _in_order(entries(file))}
        return _checked(found, trusted.lower(), digest, signed)
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        RecursionError,
        struct.error,
    ) as error:
        raise Wrong("移送包", f"内容的写法不对（{type(error).__name__}）") from None


def _in_order(found: list[Entry]) -> Iterator[Entry]:
    names = [entry.name for entry in found]
    if len(set(names)) != len(names):
        raise Wrong("压缩包", "同一文件名出现了两次")
    payload = names[len(TAGS) :]
    if names[: len(TAGS)] != [BASE + name for name in TAGS] or payload != sorted(payload):
        raise Wrong("压缩包", "文件不全、多出，或者次序不对")
    for name in payload:
        if not name.startswith(BASE) or not NAME.fullmatch(name[len(BASE) :]):
            raise Wrong(name[:100], "不是移送包可以有的文件名")
    return iter(found)


def _checked(found: dict[str, Entry], trusted: str, digest: Digest, signed: Signed) -> dict[str, Any]:
    texts = {name: found[BASE + name].content for name in TAGS}
    payload = [entry for name, entry in found.items() if name.startswith(BASE + "data/")]
    if texts["bagit.txt"] != BAGIT:
        raise Wrong("bagit.txt", "不是 BagIt 1.0 的写法")
    if texts["manifest-sha256.txt"] != manifest((entry.name[len(BASE) :], entry.sha256) for entry in payload):
        raise Wrong(
            "manifest-sha256.txt", "与各文件不符：" + _differing(texts["manifest-sha256.txt"], payload)
        )
    if texts["tagmanifest-sha256.txt"] != manifest((name, found[BASE + name].sha256) for name in SIGNED_TAGS):
        raise Wrong("tagmanifest-sha256.txt", "与说明文件不符：说明文件被改动")
    said, key = _signature(texts["signature.json"], signed)
    if said["tagmanifest"] != found[BASE + "tagmanifest-sha256.txt"].sha256:
        raise Wrong("signature.json", "签名的不是这一份清单")
    if trusted and trusted != key.hex():
        raise Wrong("signature.json", "不是用所指的公钥签名的：不是该单位出具")
    if f"\nPayload-Oxum: {oxum(payload)}\n" not in texts["bag-info.txt"].decode("utf-8"):
        raise Wrong("bag-info.txt", "所写的字节数和文件数不符")
    proved = check_receipts(read_canonical("receipts.json", texts["receipts.json"]), key, digest, signed)
    index = read_canonical(INDEX, found[BASE + INDEX].content)
    _tied(index, payload, proved)
    return {
        "kind": said["kind"],
        "about": said["about"],
        "made": said["made"],
        "public_key": key.hex(),
        "trusted_key": bool(trusted),
        "receipts": len(proved),
        "files": index,
        "places": {entry.name[len(BASE) :]: (entry.offset, entry.size) for entry in payload},
    }


def _signature(raw: bytes, signed: Signed) -> tuple[Any, bytes]:
    envelope = read_canonical("signature.json", raw)
    (one,) = envelope["signatures"]
    body, signature = _base64(envelope["payload"]), _base64(one["sig"])
    said = read_canonical("signature.json", body)
    scheme, key = said["key"]["scheme"], bytes.fromhex(said["key"]["public"])
    if scheme != "ed25519":
        raise Wrong("signature.json", f"不认识的签名算法 {str(scheme)[:20]}")
    shape = (
        {"signatures", "payload", "payloadType"},
        {"keyid", "sig"},
        {"kind", "about", "made", "tagmanifest", "key", "version"},
    )
    kind = TYPE.encode()
    if (
        (set(envelope), set(one), set(said)) != shape
        or envelope["payloadType"] != TYPE
        or said["version"] != 1
    ):
        raise Wrong("signature.json", "签名的写法不对")
    message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)
    if one["keyid"] != hashlib.sha256(key).hexdigest() or said["key"]["public"] != key.hex():
        raise Wrong("signature.json", "公钥与其编号不符")
    if not signed(key, message, signature):
        raise Wrong("signature.json", "签名不成立：清单被改动，或者不是用这把密钥签的")
    return said, key


def _base64(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise Wrong("signature.json", "签名的写法不对")
    return raw


def _tied(index: Any, payload: list[Entry], proved: dict[int, str]) -> None:
    """The table of contents names every file, and those said to stand in the ledger do."""
    sums = {entry.name[len(BASE) :]: entry for entry in payload if entry.name != BASE + INDEX}
    if [one["path"] for one in index] != sorted(sums):
        raise Wrong(INDEX, "目录与文件不符")
    for one in index:
        entry = sums[one["path"]]
        if (one["sha256"], one["size"]) != (entry.sha256, entry.size):
            raise Wrong(one["path"], "与目录所写的摘要不符")
        if one["entry"] is not None and entry.sha256 not in proved.get(one["entry"], ""):
            raise Wrong(one["path"], f"账本第 {one['entry']} 条没有登记这一文件")


def _differing(raw: bytes, payload: list[Entry]) -> str:
    listed = dict(line.split("  ", 1)[::-1] for line in raw.decode("ascii").splitlines())
    there = {entry.name[len(BASE) :]: entry.sha256 for entry in payload}
    parts = (
        ("缺少", sorted(set(listed) - set(there))),
        ("多出", sorted(set(there) - set(listed))),
        ("被改动", sorted(name for name in set(there) & set(listed) if there[name] != listed[name])),
    )
    return "；".join(f"{word} {'、'.join(names[:5])}" for word, names in parts if names) or "次序或者写法不同"


def main(words: list[str] | None = None) -> int:
    """The command: 0 when all holds."""
    parser = argparse.ArgumentParser(description="核对一个移送包", add_help=True)
    parser.add_argument("file", help="移送包（.zip）")
    parser.add_argument("--key", default="", help="出具单位公布的公钥（十六进制）")
    given = parser.parse_args(words)
    try:
        with open(given.file, "rb") as file:
            found = check(file, given.key)
    except OSError as error:
        print(f"读不出来：{error.strerror}")
        return 1
    except Wrong as wrong:
        print(f"不成立。{wrong}")
        return 1
    print(f"成立：{len(found['files'])} 个文件，{found['receipts']} 条账本回执，公钥 {found['public_key']}")
    if not given.key:
        print("请再核对这把公钥是否为出具单位所公布（--key）。")
    for one in found["files"]:
        print(f"  {one['sha256'][:16]}…  {one['path']}  {one['title']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
