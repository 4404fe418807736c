"""`ledger verify` reads the files too: a digest in a row is worth what the file behind it is."""

import json

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.checking import STORED, FileWalk
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


@pytest.mark.parametrize("harm", ["changed", "removed"])
def test_the_letter_that_ties_a_contact_to_a_party_is_read_too(world, harm):
    from zhuangjian.apps.registry.models import Contact

    content = b"%PDF-1.7 a letter " + harm.encode()
    tie = Contact.objects.unrestricted().first()
    assert list(FileWalk().faults()) == []
    letter = store.put("documents", content)
    Contact.objects.filter(pk=tie.pk).update(letter_digest=letter, letter_name="授权书.pdf")
    assert list(FileWalk().faults()) == []
    path = store.path_of("documents", letter)
    path.chmod(0o600)
    if harm == "changed":
        path.write_bytes(content + b"!")
    else:
        path.unlink()
    (fault,) = FileWalk().faults()
    assert fault.where == f"{Contact._meta.verbose_name} {tie.pk} 的文件"


# Columns with a digest that is not one of a stored file.
NO_FILE = {
    "outing.handed.sha256": "of an attachment as the device named it; its evidence names the file",
    "ledger.entry.state_digest": "of an object's rows",
    "ledger.restated.digest": "of an object's rows",
    "ledger.request.digest": "of what was asked",
    "authorities.apitoken.digest": "of the token",
    "documents.officialtext.digest": "of the wording, which stands in its articles",
    "intake.batch.digest": "of a register's file, whose rows are in the sums; the file may be removed once it is loaded",
    "intake.batch.mapping_digest": "of the mapping",
    "intake.trial.digest": "of a register's file, which is removed when the trial is confirmed or left",
    "intake.trial.mapping_digest": "of the mapping",
    "intake.ingredientlist.digest": "of a file whose list stands in the row",
    "draws.draw.list_digest": "of the list and the exclusions as they were frozen, which stand in the row's parts",
    "draws.draw.staff_digest": "of the officers as they were frozen, which stand in the row's parts",
    "risk.warningrun.digest": "of the scores, which stand in the run's parts",
    "enforcement.bundlefile.sha256": "of the file as the bundle names it; ``stored`` is what is kept",
    "enforcement.bundle.of_digest": "of the bundle that a receipt is for",
    "risk.run.digest": "of every party's grade",
    "intake.sourcerow.digest": "of the row's cells",
    "intake.quarantine.row_digest": "of the row's cells",
    "intake.mappingversion.digest": "of the mapping",
    "inspections.inspection.record_digest": "of what the record says",
    "inspections.readlog.digest": "of the line",
    "inspections.signature.record_digest": "of what the record says",
}


def test_every_column_that_names_a_stored_file_is_read_by_the_verification():
    from django.apps import apps

    named = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("zhuangjian.")
        for field in model._meta.concrete_fields
        if "digest" in field.name or "sha256" in field.name or field.name == "stored"
    }
    assert named - NO_FILE.keys() == {f"{label}.{field}" for label, field, _ in STORED}
    assert NO_FILE.keys() <= named
