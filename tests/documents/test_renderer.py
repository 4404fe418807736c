"""Documents are made by a process of their own: any way of starting works, and no render waits or lives for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import docx
import pytest

import zhuangjian
from tests.documents.samples import CONTEXTS
from zhuangjian.apps.documents.render import render_docx, render_pdf, renderer
from zhuangjian.engines.rules.answer import Refusal

NAME = sorted(CONTEXTS)[0]
ROOT = Path(__file__).parents[2]
FORKING = """
import os, sys
from tests.documents.samples import CONTEXTS
from zhuangjian.apps.documents.render import render_docx, render_pdf
name = sorted(CONTEXTS)[0]
wanted = len(render_pdf(name, CONTEXTS[name])) if sys.argv[1] == "warm" else None
child = os.fork()
made = len(render_pdf(name, CONTEXTS[name]))
render_docx(name, CONTEXTS[name])
if not child:
    os._exit(0 if wanted in (None, made) else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
OWNER = """
import os, sys
from pathlib import Path
from tests.documents.samples import CONTEXTS
from zhuangjian.apps.documents.render import render_docx, render_pdf, renderer
name = sorted(CONTEXTS)[0]
render_pdf(name, CONTEXTS[name])
print(renderer._renderer.pid, flush=True)
if len(sys.argv) > 1:
    render_docx(name, CONTEXTS[name], directory=Path(sys.argv[1]))
sys.stdin.read()
"""


def a_program(text, *arguments, **settings):
    path = os.pathsep.join((str(Path(zhuangjian.__file__).parents[1]), str(ROOT)))
    return subprocess.Popen(
        [sys.executable, "-c", text, *arguments],
        env=os.environ | {"PYTHONPATH": path} | settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def runs(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ends_within(pid, seconds):
    until = time.monotonic() + seconds
    while runs(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not runs(pid)


@pytest.fixture
def endless(tmp_path):
    """A folder with an authority's own template that goes on for ever."""
    paper = docx.Document()
    paper.add_paragraph("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    paper.save(tmp_path / f"{NAME}.docx")
    return tmp_path


@pytest.fixture
def a_second_each(monkeypatch):
    monkeypatch.setenv("ZHUANGJIAN_RENDER_LIMIT", "1")


@pytest.mark.parametrize("start", ["warm", "cold"])
def test_a_forked_process_makes_documents_whether_or_not_its_parent_did_before(start):
    with a_program(FORKING, start) as program:
        try:
            assert program.wait(60) == 0
        finally:
            program.kill()


def test_many_threads_at_once_get_their_own_documents():
    names = sorted(CONTEXTS) * 3
    alone = {name: render_pdf(name, CONTEXTS[name]) for name in CONTEXTS}
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda name: render_pdf(name, CONTEXTS[name]), names)) == [
            alone[n] for n in names
        ]


def test_a_document_over_the_limit_is_refused_and_the_next_one_is_made(endless, a_second_each):
    render_pdf(NAME, CONTEXTS[NAME])
    started = time.monotonic()
    with pytest.raises(Refusal, match="1 秒内没有制作完成"):
        render_docx(NAME, CONTEXTS[NAME], directory=endless)
    assert time.monotonic() - started < 120  # the document itself never ends
    assert render_pdf(NAME, CONTEXTS[NAME]).startswith(b"%PDF")


def test_a_renderer_that_stands_still_is_ended_and_replaced(a_second_each):
    render_pdf(NAME, CONTEXTS[NAME])
    still = renderer._renderer.pid
    os.kill(still, signal.SIGSTOP)
    with pytest.raises(Refusal, match="没有制作完成"):
        render_pdf(NAME, CONTEXTS[NAME])
    assert not runs(still)
    assert render_pdf(NAME, CONTEXTS[NAME]).startswith(b"%PDF")


def test_a_renderer_killed_between_two_documents_is_not_noticed():
    render_pdf(NAME, CONTEXTS[NAME])
    os.kill(renderer._renderer.pid, signal.SIGKILL)
    assert render_docx(NAME, CONTEXTS[NAME]).startswith(b"PK")


def test_whoever_waits_too_long_for_a_turn_is_told_so(endless, monkeypatch):
    monkeypatch.setenv("ZHUANGJIAN_RENDER_LIMIT", "0.2")
    with renderer._renderer._turn, pytest.raises(Refusal, match="没有轮到"):
        render_pdf(NAME, CONTEXTS[NAME])


def test_what_breaks_while_rendering_is_told_in_words_and_the_next_one_is_made(tmp_path):
    paper = docx.Document()
    paper.add_paragraph("{{ 1 / 0 }}")
    paper.save(tmp_path / f"{NAME}.docx")
    with pytest.raises(Refusal, match="文书制作出错"):
        render_docx(NAME, CONTEXTS[NAME], directory=tmp_path)
    assert docx.Document(BytesIO(render_docx(NAME, CONTEXTS[NAME]))).paragraphs


def test_an_idle_renderer_ends_with_its_owner_however_that_ends():
    for end in (subprocess.Popen.kill, lambda owner: owner.stdin.close()):
        with a_program(OWNER) as owner:
            pid = int(owner.stdout.readline())
            assert runs(pid)
            end(owner)
            owner.wait(30)
            assert ends_within(pid, 10)


def test_a_renderer_at_work_for_ever_ends_after_its_owner_was_killed(endless):
    with a_program(OWNER, str(endless), ZHUANGJIAN_RENDER_LIMIT="3") as owner:
        pid = int(owner.stdout.readline())
        time.sleep(1)
        owner.kill()
        owner.wait(30)
        assert runs(pid), "it was to be at work"
        assert ends_within(pid, 15)
