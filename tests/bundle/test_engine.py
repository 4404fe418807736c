"""A bundle holds together, has one spelling, and is read by others' tools."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey

from tests.bundle.making import KEY, PHOTO, PUBLIC, RECORD, STATEMENT, content, ledger, small
from zhuangjian.engines.bundle import decrypt, encrypt, encrypted, make, pieces, read
from zhuangjian.engines.bundle.making import own_verifier
from zhuangjian.engines.rules.answer import Refusal


def test_a_bundle_says_what_it_is_about_and_holds_its_files() -> None:
    made = small()
    found = read(io.BytesIO(made), PUBLIC)
    assert (found.kind, found.about["party"], found.receipts) == ("case", "渝美化妆品有限公司", 3)
    assert found.trusted
    assert found.digest == hashlib.sha256(made).hexdigest()
    assert [file.path for file in found.files] == ["data/evidence-1.jpg", "data/record.pdf"]
    taken = {name: b"".join(pieces(io.BytesIO(made), place)) for name, place in found.places.items()}
    assert taken["data/evidence-1.jpg"] == PHOTO
    assert taken["data/record.pdf"] == RECORD


def test_the_same_content_gives_the_same_bytes() -> None:
    assert small() == small()


def test_without_a_known_key_it_is_only_true_to_itself() -> None:
    assert not read(io.BytesIO(small())).trusted


def test_a_bundle_of_another_authority_is_refused_under_the_known_key() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw().hex()
    with pytest.raises(Refusal, match="不是用所指的公钥签名的"):
        read(io.BytesIO(small()), other)


def test_it_is_a_bag_as_rfc_8493_lays_down_and_a_zip_to_zipfile() -> None:
    with zipfile.ZipFile(io.BytesIO(small())) as archive:
        assert archive.testzip() is None
        files = {name.removeprefix("bundle/"): archive.read(name) for name in archive.namelist()}
    assert files["bagit.txt"].splitlines() == [b"BagIt-Version: 1.0", b"Tag-File-Character-Encoding: UTF-8"]
    listed = [line.split(maxsplit=1) for line in files["manifest-sha256.txt"].decode().splitlines()]
    payload = {name for name in files if name.startswith("data/")}
    assert {name for _, name in listed} == payload
    tags = [line.split(maxsplit=1) for line in files["tagmanifest-sha256.txt"].decode().splitlines()]
    assert not {name for _, name in tags} & payload
    for digest, name in [*listed, *tags]:
        assert hashlib.sha256(files[name]).hexdigest() == digest
    info = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    assert info["Payload-Oxum"] == f"{sum(len(files[name]) for name in payload)}.{len(payload)}"
    assert info["Source-Organization"] == "第一检查局"


def test_its_signature_is_a_dsse_envelope_over_canonical_json() -> None:
    with zipfile.ZipFile(io.BytesIO(small())) as archive:
        envelope = Envelope.from_dict(json.loads(archive.read("bundle/signature.json")))
        tags = archive.read("bundle/tagmanifest-sha256.txt")
    (keyid,) = envelope.signatures
    envelope.verify([SSlibKey.from_crypto(KEY.public_key(), keyid=keyid)], 1)
    assert json.loads(envelope.payload)["tagmanifest"] == hashlib.sha256(tags).hexdigest()


def test_the_verifier_inside_needs_nothing_but_pythons_own_library(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(small())
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        (tmp_path / "verify.py").write_bytes(archive.read("bundle/verify.py"))

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", *words], cwd=tmp_path, capture_output=True, text=True
        )
        return done.returncode, done.stdout

    code, text = run("b.zip", "--key", PUBLIC)
    assert code == 0
    assert "2 个文件，3 条账本回执" in text
    changed = small().replace(b"shelf 3", b"shelf 4")
    (tmp_path / "b.zip").write_bytes(changed)
    code, text = run("b.zip")
    assert code == 1
    assert "evidence-1.jpg" in text
    assert run("missing.zip")[0] == 1


def test_a_ledger_kept_under_sm3_is_proved_as_well() -> None:
    assert read(io.BytesIO(small("sm3"))).receipts == 3


def _made(receipts: object, *contents: object) -> bytes:
    out = io.BytesIO()
    make(out, STATEMENT, contents, receipts, KEY)  # type: ignore[arg-type]
    return out.getvalue()


def test_a_file_that_the_ledger_does_not_name_cannot_be_said_to_stand_in_it() -> None:
    receipts = ledger(["{}", json.dumps({"sha256": hashlib.sha256(b"other").hexdigest()})])
    with pytest.raises(Refusal, match="没有登记这一文件"):
        read(io.BytesIO(_made(receipts, content("data/evidence-1.jpg", PHOTO, 2))))


@pytest.mark.parametrize("place", ["facts", "previous", "entry_hash", "proof", "seq", "head"])
def test_a_receipt_that_does_not_hold_is_found_though_the_bundle_is_signed(place: str) -> None:
    receipts = ledger(["{}", '{"a":1}', "{}"])
    one = receipts["entries"][1]
    if place == "proof":
        one["proof"] = one["proof"][::-1]
    elif place == "seq":
        one["body"]["seq"] = 3
    elif place == "head":
        receipts["head"]["size"] = 4
    else:
        one[place] = one[place].replace("1", "2", 1) if place == "facts" else "0" * 63 + "1"
    with pytest.raises(Refusal, match=r"receipts\.json"):
        read(io.BytesIO(_made(receipts, content("data/record.pdf", RECORD))))


def test_receipts_of_another_ledger_are_refused() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(Refusal, match="账本树头的签名不成立"):
        read(io.BytesIO(_made(ledger(["{}"], key=other), content("data/record.pdf", RECORD))))


@pytest.mark.parametrize(
    "name", ["data/../x", "/etc/passwd", "data/a b", "data/A.pdf", "data/..", "x.pdf", "data/a/b"]
)
def test_no_bundle_is_made_with_a_name_that_leads_elsewhere(name: str) -> None:
    with pytest.raises(Refusal, match="不能作移送包里的文件名"):
        _made(None, content(name, RECORD))


def test_no_bundle_is_made_with_one_name_twice() -> None:
    with pytest.raises(Refusal, match="同名"):
        _made(None, content("data/a.pdf", RECORD), content("data/a.pdf", PHOTO))


def test_a_bundle_encrypted_for_one_opens_for_nobody_else() -> None:
    from pyrage import x25519

    mine, others, locked = x25519.Identity.generate(), x25519.Identity.generate(), io.BytesIO()
    encrypt(io.BytesIO(small()), locked, str(mine.to_public()))
    locked.seek(0)
    assert encrypted(locked)
    assert b"shelf" not in locked.getvalue()
    opened = io.BytesIO()
    decrypt(locked, opened, f"# created today\n{mine}\n")
    assert opened.getvalue() == small()
    locked.seek(0)
    with pytest.raises(Refusal, match="解不开"):
        decrypt(locked, io.BytesIO(), str(others))
    changed = bytearray(locked.getvalue())
    changed[-1] ^= 1
    with pytest.raises(Refusal, match="解不开"):
        decrypt(io.BytesIO(bytes(changed)), io.BytesIO(), str(mine))
    for word in ("age1notakey", ""):
        with pytest.raises(Refusal, match="不是 age 公钥"):
            encrypt(io.BytesIO(b""), io.BytesIO(), word)
    with pytest.raises(Refusal, match="不是 age 私钥"):
        decrypt(locked, io.BytesIO(), "nothing")


def test_the_verifier_in_the_bundle_is_the_one_that_this_program_runs() -> None:
    with zipfile.ZipFile(io.BytesIO(small())) as archive:
        assert archive.read("bundle/verify.py") == own_verifier()
