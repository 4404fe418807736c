"""A file that comes over the API as base64 never lies whole in memory, and is gone when the request is."""

from __future__ import annotations

import base64
import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inspections import course
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.ledger import arriving
from zhuangjian.apps.ledger.action import Upload, perform
from zhuangjian.apps.ledger.arriving import read_json
from zhuangjian.engines.rules.answer import Refusal

MEGABYTE = 2**20


def film(size):
    """So many bytes that begin like an MP4."""
    start = b"\0\0\0\x18ftypisom"
    return start + bytes(range(256)) * ((size - len(start)) // 256) + b"\0" * ((size - len(start)) % 256)


def body(content, **more):
    file = {"name": "现场.mp4", "media_type": "video/mp4", "content": base64.b64encode(content).decode()}
    return json.dumps({"file": file, **more}).encode()


@pytest.fixture
def row(world):
    return course.on_site(world)


def test_a_large_piece_of_evidence_over_the_api_is_kept_with_a_fraction_of_it_in_memory(world, row):
    content = film(24 * MEGABYTE)
    stream = io.BytesIO(body(content, note="全程"))
    from zhuangjian.apps.ledger.action import ACTIONS

    tracemalloc.start()
    try:
        piece = perform(ACTIONS["evidence.add"], world.inspector, row, read_json(stream.read)).object
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (piece.size, piece.note, piece.kind) == (len(content), "全程", "video")
    assert peak < 10 * MEGABYTE
    from zhuangjian.apps.documents import store

    assert store.get("evidence", piece.sha256) == content


def test_the_same_file_over_the_api_and_from_a_form_is_the_same_request(world, row, client):
    content = film(MEGABYTE)
    client.force_login(world.inspector)
    address = f"/api/do/evidence.add/{row.public_id}"
    ask = {"content_type": "application/json", "headers": {"X-Request-Key": "k"}}
    first = client.post(address, body(content), **ask)
    assert first.status_code == 200, first.content
    assert client.post(address, body(content), **ask).json()["repeated"] is True
    assert client.post(address, body(film(MEGABYTE + 1)), **ask).status_code == 409
    assert Evidence.objects.unrestricted().count() == 1


def test_what_is_no_base64_is_refused_by_the_act_and_nothing_is_left(world, row, client):
    client.force_login(world.inspector)
    broken = body(film(MEGABYTE)).replace(b"AAAA", b"A?AA", 1)
    answer = client.post(f"/api/do/evidence.add/{row.public_id}", broken, content_type="application/json")
    assert answer.status_code == 422
    assert not Evidence.objects.unrestricted().exists()


@pytest.mark.parametrize("over", [0, 1])
def test_a_file_over_the_limit_ends_while_it_arrives(monkeypatch, over):
    monkeypatch.setattr(arriving, "LARGEST_FILE", MEGABYTE)
    stream = io.BytesIO(body(b"x" * (MEGABYTE + over)) + b" " * 4 * MEGABYTE)
    if not over:
        assert read_json(stream.read)["file"].size == MEGABYTE
        return
    with pytest.raises(Refusal, match="请求内容过大"):
        read_json(stream.read)
    assert stream.tell() < 2 * MEGABYTE


@pytest.mark.parametrize("over", [0, 1])
def test_text_over_the_limit_ends_while_it_arrives(monkeypatch, over):
    monkeypatch.setattr(arriving, "LARGEST_TEXT", 10_000)
    text = b"[" + b"1," * 4_998 + b"1"
    content = text + b" " * (10_000 - len(text) - 1 + over) + b"]"
    assert len(content) == 10_000 + over
    if not over:
        assert len(read_json(io.BytesIO(content).read)) == 4_999
        return
    with pytest.raises(Refusal, match="请求内容过大"):
        read_json(io.BytesIO(content).read)


@pytest.mark.parametrize("over", [0, 1])
def test_more_large_files_than_one_request_takes_are_refused(monkeypatch, over):
    monkeypatch.setattr(arriving, "FILES", 2)
    files = [{"name": "a", "content": "AAAA" * 2**16} for _ in range(2 + over)]
    stream = io.BytesIO(json.dumps(files).encode())
    if not over:
        assert [one.size for one in read_json(stream.read)] == [3 * 2**16] * 2
        return
    with pytest.raises(Refusal, match="请求内容过大"):
        read_json(stream.read)


def plain(value):
    if isinstance(value, Upload):
        return {"name": value.name, "content": base64.b64encode(value.opened().read()).decode()}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


WORDS = st.text(max_size=30) | st.sampled_from(['"', "\\", '\\"', "\\\\", "/", "\n", "content"])
FILES = st.builds(
    lambda name, content: {"name": name, "content": base64.b64encode(content).decode()},
    st.text('文件ab\\"', max_size=5),
    st.binary(max_size=300),
)
VALUES = st.recursive(
    WORDS | st.integers() | st.booleans() | st.none() | FILES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.integers(1, 60), st.booleans())
def test_any_json_is_read_as_it_is_wherever_the_pieces_are_cut(value, size, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    stream = io.BytesIO(text.replace(b"/", b"\\/"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arriving, "PIECE", size)
        patch.setattr(arriving, "LONG", 200)
        if len(arriving_long(value)) > 0:
            return
        assert plain(read_json(stream.read)) == json.loads(text)


def arriving_long(value):
    """Strings over the patched limit that are no file's content: no act takes any, and they are not kept."""
    if isinstance(value, str):
        return [value] if len(json.dumps(value)) > 200 else []
    if isinstance(value, dict):
        parts = [v for k, v in value.items() if not (k == "content" and "name" in value)]
        return [one for part in [*value, *parts] for one in arriving_long(part)]
    return [one for part in value for one in arriving_long(part)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    "escaped, kept", [("\\/\\n\\r", True), ("\\\\nr", False), ("\\\\n", False), ("\\t", False)]
)
def test_a_long_content_may_escape_only_what_base64_writers_escape(escaped, kept):
    text = (
        '{"file": {"name": "a", "content": "'
        + "AAAA" * 2**15
        + escaped
        + "AAA"
        + ("" if kept else "A")
        + '"}}'
    )
    file = read_json(io.BytesIO(text.encode()).read)["file"]
    assert isinstance(file, Upload) is kept
