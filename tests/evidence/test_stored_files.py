"""`ledger verify` reads the files too: a digest in a row is worth what the file behind it is."""

import json

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from zhuangjian.apps.documents.checking import FileWalk
from zhuangjian.apps.documents.store import keep_document, path_of
from zhuangjian.apps.ledger.commands import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(world):
    return keep_document(
        world.maker, "notice", "通知", b"bytes of a notice", "text/plain", by=None, at=timezone.now()
    )


def test_a_file_as_it_was_stored_is_no_fault(document):
    walk = FileWalk()
    assert list(walk.faults()) == []
    assert walk.checked == 1


@pytest.mark.parametrize("harm", ["changed", "removed"])
def test_a_changed_or_removed_file_is_found_and_named(document, harm):
    path = path_of("documents", document.digest)
    path.write_bytes(b"other bytes") if harm == "changed" else path.unlink()
    (fault,) = FileWalk().faults()
    assert fault.where == f"文书 {document.public_id} 的文件"
    assert ("被改动" if harm == "changed" else "读不出来") in fault.what


@pytest.mark.parametrize(("option", "told"), [([], True), (["--without-files"], False)])
def test_the_command_reads_the_files_unless_told_not_to(document, monkeypatch, option, told):
    monkeypatch.setattr("zhuangjian.apps.ledger.commands._ready", lambda: None)
    path_of("documents", document.digest).unlink()
    answer = CliRunner().invoke(app, ["verify", "--format", "json", *option])
    places = [fault["where"] for fault in json.loads(answer.stdout)["faults"]]
    assert (f"文书 {document.public_id} 的文件" in places) is told
