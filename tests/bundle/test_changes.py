"""Every change of a bundle is found: ten thousand at random, and each kind by name."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from tests.bundle.making import KEY, PHOTO, RECORD, STATEMENT, content, ledger, small
from zhuangjian.engines.bundle import make, read
from zhuangjian.engines.bundle import verifier as v
from zhuangjian.engines.rules.answer import Refusal

CHANGES = 10_000
Files = list[tuple[str, bytes]]
NAMES = [
    "bundle/data/x.pdf",
    "bundle/../../etc/passwd",
    "/etc/passwd",
    "bundle/data/..",
    "bundle/data/record.pdf",
]


def files_in(bundle: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return [(one.filename, archive.read(one)) for one in archive.infolist()]


def spelt(files: Files) -> bytes:
    """The files as a zip in the bundle's own spelling, so that only what they are is wrong."""
    out, directory = b"", []
    for name, raw in files:
        crc = zlib.crc32(raw)
        directory.append(v.central_header(name, len(raw), crc, len(out)))
        out += v.local_header(name, len(raw), crc) + raw
    central = b"".join(directory)
    return out + central + v.end_record(len(files), len(central), len(out))


def bit(files: Files, draw: random.Random) -> bytes:
    raw = bytearray(BUNDLE)
    raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return bytes(raw)


def cut(files: Files, draw: random.Random) -> bytes:
    return BUNDLE[: draw.randrange(len(BUNDLE))]


def inserted(files: Files, draw: random.Random) -> bytes:
    at = draw.randrange(len(BUNDLE) + 1)
    return BUNDLE[:at] + draw.randbytes(draw.randrange(1, 40)) + BUNDLE[at:]


def swapped(files: Files, draw: random.Random) -> bytes:
    one, other = draw.sample(range(len(files)), 2)
    files[one], files[other] = files[other], files[one]
    return spelt(files)


def contents_swapped(files: Files, draw: random.Random) -> bytes:
    one, other = draw.sample(range(len(files)), 2)
    (a, x), (b, y) = files[one], files[other]
    files[one], files[other] = (a, y), (b, x)
    return spelt(files)


def removed(files: Files, draw: random.Random) -> bytes:
    del files[draw.randrange(len(files))]
    return spelt(files)


def added(files: Files, draw: random.Random) -> bytes:
    files.insert(draw.randrange(len(files) + 1), (draw.choice(NAMES), draw.randbytes(9)))
    return spelt(files)


def doubled(files: Files, draw: random.Random) -> bytes:
    files.insert(draw.randrange(len(files) + 1), draw.choice(files))
    return spelt(files)


def renamed(files: Files, draw: random.Random) -> bytes:
    at = draw.randrange(len(files))
    files[at] = (draw.choice(NAMES[:4]), files[at][1])
    return spelt(files)


def altered(files: Files, draw: random.Random) -> bytes:
    at = draw.randrange(len(files))
    raw = bytearray(files[at][1])
    raw[draw.randrange(len(raw))] ^= draw.randrange(1, 256)
    files[at] = (files[at][0], bytes(raw))
    return spelt(files)


KINDS: tuple[Callable[[Files, random.Random], bytes], ...] = (
    bit, cut, inserted, swapped, contents_swapped, removed, added, doubled, renamed, altered,
)  # fmt: skip
BUNDLE = small()


def test_the_bundle_itself_holds_and_its_spelling_is_known_here() -> None:
    read(io.BytesIO(BUNDLE))
    assert spelt(files_in(BUNDLE)) == BUNDLE


def test_ten_thousand_random_changes_are_all_found() -> None:
    draw, files = random.Random(20260601), files_in(BUNDLE)
    missed = []
    for number in range(CHANGES):
        kind = KINDS[number % len(KINDS)]
        changed = kind(list(files), draw)
        assert changed != BUNDLE, kind.__name__
        try:
            read(io.BytesIO(changed))
        except Refusal:
            continue
        missed.append((number, kind.__name__))
    assert missed == []


def with_manifests(files: Files) -> bytes:
    """The same change made by somebody who writes manifests and sizes anew but has no key."""
    import hashlib

    there = dict(files)
    payload = [(n[7:], hashlib.sha256(r).hexdigest()) for n, r in files if n.startswith("bundle/data/")]
    total = sum(len(r) for n, r in files if n.startswith("bundle/data/"))
    info = there["bundle/bag-info.txt"].decode().splitlines()
    info = [f"Payload-Oxum: {total}.{len(payload)}" if line.startswith("Payload") else line for line in info]
    there["bundle/bag-info.txt"] = ("\n".join(info) + "\n").encode()
    there["bundle/manifest-sha256.txt"] = v.manifest(payload)
    sums = [(name, hashlib.sha256(there["bundle/" + name]).hexdigest()) for name in v.SIGNED_TAGS]
    there["bundle/tagmanifest-sha256.txt"] = v.manifest(sums)
    return spelt([(name, there[name]) for name, _ in files])


def test_who_writes_the_manifests_anew_lacks_the_signature() -> None:
    files = files_in(BUNDLE)
    at = next(i for i, (name, _) in enumerate(files) if name.endswith("record.pdf"))
    files[at] = (files[at][0], b"another record")
    with pytest.raises(Refusal, match="签名的不是这一份清单"):
        read(io.BytesIO(with_manifests(files)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda fs: [f for f in fs if "record.pdf" not in f[0]], "缺少 data/record.pdf"),
        (lambda fs: [*fs, ("bundle/data/z.pdf", b"z")], "多出 data/z.pdf"),
        (lambda fs: [(n, b"x" if n.endswith("record.pdf") else r) for n, r in fs], "被改动 data/record.pdf"),
        (lambda fs: [*fs[:-1], ("bundle/data/z.pdf", fs[-1][1])], "缺少 data/record.pdf；多出 data/z.pdf"),
        (lambda fs: [*fs[:-2], fs[-1], fs[-2]], "次序不对"),
        (lambda fs: [*fs, fs[-1]], "出现了两次"),
        (lambda fs: [*fs[:-1], ("bundle/data/z/../../x", fs[-1][1])], "不是移送包可以有的文件名"),
    ],
)
def test_what_was_done_to_it_is_told(change: Callable[[Files], Files], told: str) -> None:
    with pytest.raises(Refusal, match=told):
        read(io.BytesIO(spelt(change(files_in(BUNDLE)))))


def test_nothing_compressed_is_read_so_nothing_can_swell() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files_in(BUNDLE):
            archive.writestr(name, raw)
        archive.writestr("bundle/data/zeros", bytes(10_000_000))
    assert len(out.getvalue()) < 50_000
    with pytest.raises(Refusal, match="压缩"):
        read(io.BytesIO(out.getvalue()))


def test_a_size_that_the_file_does_not_have_is_refused_without_reserving_it() -> None:
    raw = bytearray(BUNDLE)
    raw[18:26] = struct.pack("<2I", 2**32 - 2, 2**32 - 2)
    with pytest.raises(Refusal, match="太大"):
        read(io.BytesIO(bytes(raw)))


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"not a zip at all", bytes(100)])
def test_what_is_no_bundle_is_refused(raw: bytes) -> None:
    with pytest.raises(Refusal, match="移送包不成立"):
        read(io.BytesIO(raw))


def test_two_bundles_cannot_be_mixed() -> None:
    out = io.BytesIO()
    make(
        out,
        STATEMENT,
        [content("data/evidence-1.jpg", PHOTO), content("data/record.pdf", RECORD + b"2")],
        ledger(["{}"]),
        KEY,
    )
    mine, other = files_in(BUNDLE), files_in(out.getvalue())
    for at in range(len(mine)):
        if mine[at] != other[at]:
            with pytest.raises(Refusal):
                read(io.BytesIO(spelt([*mine[:at], other[at], *mine[at + 1 :]])))
