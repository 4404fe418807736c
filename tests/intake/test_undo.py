"""What a file did is told before and after, and a batch can be taken back exactly."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.apps import apps
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.intake.files import licence_row, sampling_row, write
from tests.intake.test_licences import models

pytestmark = pytest.mark.django_db
TABLES = (
    "Party", "PartyName", "PartyKindRow", "Site", "Licence", "LicenceEdition", "Product", "Commission", "Signal",
    "SearchText", "Jurisdiction", "LicenceUnit",
)  # fmt: skip
# Derived rows are made anew: what they say is the same, their keys are not.
ANEW = {"Jurisdiction", "LicenceUnit"}


def registry():
    """Every row of the registry with every column but the time of the last change."""
    found = {}
    for name in TABLES:
        model = apps.get_model("registry", name)
        skip = {"updated_at"} | ({"id"} if name in ANEW else set())
        names = [f.attname for f in model._meta.concrete_fields if f.attname not in skip]
        found[name] = sorted(map(str, model._base_manager.values_list(*names)))
    return found


def undo(batch, keeper):
    from zhuangjian.apps.intake.actions.undo import UndoLoad
    from zhuangjian.apps.intake.models import Batch
    from zhuangjian.apps.ledger.action import perform

    perform(UndoLoad, keeper, Batch.objects.unrestricted().get(pk=batch), {"reason": "导入了错误的文件"})


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["licences", "sampling"]),
        st.integers(1, 3),
        st.sampled_from(["", "重庆新名化妆品有限公司"]),
        st.sampled_from(["", "重庆市江北区新路2号"]),
        st.sampled_from(["2026-01-05", "2031-01-05", "无"]),
        st.sets(st.sampled_from(["许可项目", "发证机关", "住所"])),
    ),
    min_size=2,
    max_size=4,
)


def row_of(source, number, name, address, until, lacking):
    if source == "sampling":
        named = {"company_names": name} if name else {}
        return sampling_row(number, objection=str(number % 2), **named)
    changes = {"企业名称": name} if name else {}
    changes |= {"住所": address} if address else {}
    row = licence_row(number, 有效期至=until, **changes)
    return {head: cell for head, cell in row.items() if head not in lacking}


@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(ROWS, st.permutations(["2021-01-31", "2021-05-31", "2022-01-31", "2022-05-31"]))
def test_undoing_batches_from_the_last_gives_back_the_registry_as_it_was(take, keeper, files, days):
    before, batches = [], []
    for (source, *given_), day in zip(files, days, strict=False):
        before.append(registry())
        batches.append(take([row_of(source, *given_)], day, source)["batch"])
    while batches:
        undo(batches.pop(), keeper)
        assert registry() == before.pop()


def test_an_undone_file_can_be_loaded_again(take, keeper):
    first = take([licence_row(1), licence_row(2, 有效期至="无")])
    loaded = registry()
    undo(first["batch"], keeper)
    assert not models().Party.objects.exists()
    from zhuangjian.apps.intake.models import Quarantine

    assert not Quarantine.objects.exists()
    again = take([licence_row(1), licence_row(2, 有效期至="无")])
    assert (again["new"], again["quarantined"], again["repeated"]) == (1, 1, False)
    now = registry()
    assert {name: len(rows) for name, rows in now.items()} == {
        name: len(rows) for name, rows in loaded.items()
    }


def test_a_batch_on_which_a_later_one_rests_is_not_undone_and_the_later_one_is_named(take, keeper):
    from zhuangjian.engines.rules.answer import Refusal

    first = take([licence_row(1)], "2021-01-31")["batch"]
    second = take([licence_row(1, 有效期至="2031-01-05")], "2021-05-31")["batch"]
    before = registry()
    with pytest.raises(Refusal, match=rf"先撤销后来的批次（{second}）"):
        undo(first, keeper)
    assert registry() == before
    undo(second, keeper)
    undo(first, keeper)
    assert not models().Party.objects.exists()


def test_a_row_that_waits_in_another_batch_too_goes_on_waiting(take, keeper):
    from zhuangjian.apps.intake.models import Quarantine

    bad = licence_row(1, 有效期至="无")
    first = take([bad], "2021-01-31")["batch"]
    second = take([bad, licence_row(2)], "2021-05-31")["batch"]
    undo(first, keeper)
    assert Quarantine.objects.get().batch_id == second


def test_a_released_row_is_undone_with_its_batch(take, keeper):
    from zhuangjian.apps.intake.actions.quarantine import Release
    from zhuangjian.apps.intake.models import Quarantine
    from zhuangjian.apps.ledger.action import perform

    batch = take([licence_row(1, 有效期至="无")])["batch"]
    corrections = [{"column": "有效期至", "value": "2026-01-05"}]
    perform(Release, keeper, Quarantine.objects.get(), {"corrections": corrections, "note": "与证件核对"})
    assert models().Party.objects.count() == 1
    undo(batch, keeper)
    assert not models().Party.objects.exists()


@pytest.fixture
def command(db):
    from zhuangjian.apps.intake.commands import app

    def run(*args):
        result = CliRunner().invoke(app, [*args, "--format", "json"])
        return result.exit_code, json.loads(result.stdout)

    return run


def test_a_dry_run_tells_what_would_happen_and_keeps_nothing(command, tmp_path):
    from zhuangjian.apps.intake.models import Batch, Quarantine, SourceRow

    first = write(tmp_path / "a.csv", [licence_row(1)])
    command("load", "licences", str(first), "--as-of", "2021-01-31")
    later = [licence_row(1, 企业名称="重庆新名化妆品有限公司"), licence_row(2), licence_row(3, 住所="#N/A")]
    renamed = [
        {"经营住所" if head == "住所" else head: cell for head, cell in row.items()} for row in later[:2]
    ]
    before = registry()
    status, told = command(
        "load", "licences", str(write(tmp_path / "b.csv", later)), "--as-of", "2021-05-31", "--dry-run"
    )
    assert (status, told["dry_run"], told["batch"]) == (0, True, None)
    assert (told["new"], told["changed"], told["quarantined"]) == (1, 1, 1)
    assert told["report"]["changes"] == [
        {
            "row": 2,
            "party": "重庆新名化妆品有限公司",
            "column": "名称",
            "old": "重庆试丽1号化妆品有限公司",
            "new": "重庆新名化妆品有限公司",
        }
    ]
    assert told["report"]["held"][0]["code"] == "error_value"
    assert registry() == before
    assert (Batch.objects.count(), SourceRow.objects.count(), Quarantine.objects.count()) == (1, 1, 0)
    real = command("load", "licences", str(tmp_path / "b.csv"), "--as-of", "2021-05-31")[1]
    assert real["report"]["changes"] == told["report"]["changes"]
    named = command("load", "licences", str(write(tmp_path / "c.csv", renamed)), "--dry-run")[1]
    assert {"column": "经营住所", "nearest": "住所"} in named["report"]["notes"]["ignored_columns"]


def test_undo_on_the_command_line(command, tmp_path):
    path = write(tmp_path / "a.csv", [licence_row(1)])
    batch = command("load", "licences", str(path))[1]["batch"]
    assert command("undo", str(batch))[1]["undone"] is True
    assert not models().Party.objects.exists()
    assert command("undo", str(batch))[0] == 1
    assert command("undo", "99")[0] == 1
    assert command("resume", str(batch))[0] == 1


def test_the_ledger_agrees_after_an_undo(take, keeper):
    from zhuangjian.apps.ledger.verify import verify

    take([licence_row(1)], "2021-01-31")
    batch = take([licence_row(1, 住所="重庆市江北区新路2号", 许可项目="")], "2021-05-31")["batch"]
    undo(batch, keeper)
    # The head is signed once a transaction is over; a test's never is.
    assert [fault for fault in verify().faults if "树头" not in fault.what] == []
    assert models().Party.objects.get().register_seen == date(2021, 1, 31)


def test_who_may_not_keep_the_registry_can_neither_try_nor_undo(world, take, keeper, tmp_path):
    from zhuangjian.apps.intake.actions.undo import UndoLoad
    from zhuangjian.apps.intake.loading import dry_run
    from zhuangjian.apps.intake.models import Batch
    from zhuangjian.engines.rules.answer import Refusal

    batch = Batch.objects.get(pk=take([licence_row(1)])["batch"])
    assert not UndoLoad.allowed(world.leader, batch)
    assert UndoLoad.allowed(world.programme_officer, batch)
    with pytest.raises(Refusal):
        dry_run("licences", write(tmp_path / "x.csv", [licence_row(2)]), world.leader)


def test_a_licence_that_passed_to_a_party_of_the_same_file_goes_back(take, keeper):
    take([sampling_row(1, company_names="重庆别名化妆品有限公司")], "2021-05-31", "sampling")
    before = registry()
    batch = take([licence_row(1)], "2021-01-31")["batch"]
    assert models().Licence.objects.get().party.credit_code
    undo(batch, keeper)
    assert registry() == before
