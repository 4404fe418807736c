"""The two real licence snapshots and the real sampling notice. Every number was counted by hand in the files."""

from __future__ import annotations

from datetime import date

import pytest

from tests.shared_data import shared_path
from zhuangjian.apps.intake.loading import load
from zhuangjian.apps.intake.models import Batch, Quarantine, SourceRow
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.registry.models import Commission, Licence, LicenceEdition, Party, PartyName, Signal

JANUARY = "data/licences/production_licences_2021-01.csv"
MAY = "data/licences/production_licences_2021-05.csv"
NOTICE = "data/sampling/failed_batches_notice_2026-04.tsv"
COUNTS = ("read", "new", "changed", "unchanged", "quarantined")


@pytest.fixture
def real(keeper):
    def run(source, name):
        result = load(source, shared_path(name), keeper)
        return tuple(result[key] for key in COUNTS)

    return run


def test_the_january_snapshot_gives_711_parties_and_holds_nine_rows_back(real):
    assert real("licences", JANUARY) == (720, 711, 0, 0, 9)
    assert Party.objects.count() == Licence.objects.count() == 711
    assert Batch.objects.get().as_of == date(2021, 1, 31)
    held = {q.number: (q.code, q.column) for q in Quarantine.objects.all()}
    column = "统一社会信用代码"
    assert held == {
        6: ("bad_code", column),
        7: ("old_number", column),
        118: ("bad_code", column),
        236: ("old_number", column),
        265: ("old_number", column),
        462: ("bad_code", column),
        543: ("old_number", column),
        683: ("bad_code", column),
        710: ("old_number", column),
    }


def test_the_letter_o_in_three_real_codes_is_suggested_to_be_a_zero(real):
    real("licences", JANUARY)
    suggested = {q.number: q.faults[0]["value"] for q in Quarantine.objects.filter(code="bad_code")}
    assert suggested == {
        6: "91440111MA59AMMW0L",
        118: "91140122MA0K55LBXH",
        462: "91440111MA59CC0F5X",
        683: None,
    }


def test_the_may_snapshot_after_january_changes_26_and_adds_107(real):
    real("licences", JANUARY)
    assert real("licences", MAY) == (135, 107, 26, 0, 2)
    assert Party.objects.count() == 711 + 107
    assert LicenceEdition.objects.count() == 26


def test_renames_between_the_snapshots_are_history_and_not_new_parties(real):
    real("licences", JANUARY)
    real("licences", MAY)
    former = {(n.name, n.party.name) for n in PartyName.objects.filter(seen_to__isnull=False)}
    assert former == {
        ("汭蓝医疗科技（长春）有限公司", "蓝科医美科学技术（吉林）有限公司"),
        ("国源国药（广东）科技有限公司", "国源国药（广东）科技集团有限公司"),
    }


def test_a_move_between_the_snapshots_closes_the_old_place(real):
    real("licences", JANUARY)
    real("licences", MAY)
    sites = Party.objects.get(credit_code="91220107MA1731KQ4E").sites
    old = sites.get(address="长春市朝阳经济开发区三友路1118号企业孵化园二期14号楼")
    new = sites.get(address="吉林省长春市北湖科技开发区宝成路3388号2-2")
    assert (old.seen_from, old.seen_to) == (date(2021, 1, 31), date(2021, 1, 31))
    assert (new.seen_from, new.seen_to) == (date(2021, 5, 31), None)


def test_january_loaded_after_may_gives_the_same_registry(real, django_db_blocker):
    real("licences", JANUARY)
    real("licences", MAY)
    in_order = _state()
    Party.objects.unrestricted().delete()
    Batch.objects.unrestricted().delete()
    real("licences", MAY)
    real("licences", JANUARY)
    assert _state() == in_order


def _state():
    parties = set(Party.objects.values_list("credit_code", "name", "address", "region_code", "register_seen"))
    names = set(PartyName.objects.values_list("party__credit_code", "name", "seen_from", "seen_to"))
    licences = set(
        Licence.objects.values_list(
            "party__credit_code", "number", "issued_on", "expires_on", "scope_text", "seen_from", "last_seen"
        )
    )
    editions = set(LicenceEdition.objects.values_list("licence__number", "issued_on", "seen_from", "seen_to"))
    from zhuangjian.apps.registry.models import Site

    sites = set(Site.objects.values_list("party__credit_code", "kind", "address", "seen_from", "seen_to"))
    return parties, names, licences, editions, sites


def test_the_same_file_again_changes_nothing_and_adds_no_entry(real):
    real("licences", JANUARY)
    before = (Entry.objects.count(), SourceRow.objects.count(), Quarantine.objects.count())
    assert real("licences", JANUARY) == (720, 0, 0, 711, 9)
    assert (Entry.objects.count(), SourceRow.objects.count(), Quarantine.objects.count()) == before
    assert Batch.objects.count() == 1


def test_the_notice_attaches_to_the_register_by_licence_number(real):
    real("licences", JANUARY)
    real("licences", MAY)
    assert real("sampling", NOTICE) == (40, 40, 0, 0, 0)
    by_licence = {
        "粤妆20200203": 2,
        "粤妆20190200": 3,
        "粤妆20161057": 1,
        "粤妆20200166": 1,
        "粤妆20200053": 1,
        "粤妆20170011": 2,
    }
    for number, failures in by_licence.items():
        party = Licence.objects.get(number=number).party
        assert party.credit_code is not None
        assert party.signals.filter(kind="sampling").count() == failures


def test_a_maker_with_a_renewed_licence_number_is_found_by_its_exact_name(real):
    real("licences", JANUARY)
    real("sampling", NOTICE)
    party = Licence.objects.get(number="粤妆20170040").party
    assert party.name == "广州市白云区龙归名匠化妆品厂"
    assert set(party.licences.values_list("number", flat=True)) == {"粤妆20170040", "粤妆20220076"}
    assert Commission.objects.get(manufacturer=party).principal.name == "广州丝梵化妆品有限公司"


def test_every_upheld_objection_leaves_the_named_companies_without_blame(real):
    real("sampling", NOTICE)
    upheld = Signal.objects.filter(detail__objection=True)
    assert upheld.exclude(party_role="sampled_unit").filter(attributable=True).count() == 0
    assert upheld.filter(attributable=False).count() == 20
    assert Signal.objects.filter(attributable=False).count() == 20
    assert all("异议" in s.attribution_note for s in Signal.objects.filter(attributable=False))
    assert Signal.objects.filter(detail__objection=False, attributable=False).count() == 0


def test_the_shop_that_sold_a_suspected_counterfeit_keeps_its_own_signal(real):
    real("sampling", NOTICE)
    shop = Party.objects.get(name="抚州市东乡区品尚理发店")
    assert shop.signals.count() == 2  # two batches of the same dye, printed in two equal rows
    assert shop.signals.filter(attributable=True).count() == 2


def test_lost_exponents_are_restored_and_said_so(real):
    real("sampling", NOTICE)
    signal = Signal.objects.get(detail__registration_no="粤国牙膏网备字2023404589", party_role="unstated")
    assert (signal.detail["value"], signal.detail["exponent_restored"]) == ("79000", True)
    plain = Signal.objects.get(detail__registration_no="粤G妆网备字2023468030", party_role="unstated")
    assert (plain.detail["value"], plain.detail["exponent_restored"]) == ("14000", False)


def test_the_notice_before_the_register_ends_with_the_same_parties(real):
    real("sampling", NOTICE)
    real("licences", JANUARY)
    real("licences", MAY)
    first = set(Party.objects.values_list("name", "credit_code"))
    signals = set(Signal.objects.values_list("party__name", "source_key", "party_role"))
    Signal.objects.unrestricted().delete()
    Party.objects.unrestricted().delete()
    Batch.objects.unrestricted().delete()
    real("licences", JANUARY)
    real("licences", MAY)
    real("sampling", NOTICE)
    assert set(Party.objects.values_list("name", "credit_code")) == first
    assert set(Signal.objects.values_list("party__name", "source_key", "party_role")) == signals
