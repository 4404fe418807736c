"""The rules as pages: every article, its values, the official wording beside it once imported."""

import re

import pytest

from tests.rectification.cases import sign_in, text
from tests.shared_data import shared_path
from zhuangjian.apps.documents.actions.import_text import ImportText
from zhuangjian.apps.documents.models import OfficialArticle, OfficialText
from zhuangjian.apps.documents.rulebook import coverage_here, values_of
from zhuangjian.apps.documents.texts import difference, store, words_changed
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, NotYours, Upload, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.articles import coverage
from zhuangjian.engines.rules.checklists import checklist
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.text.numerals import numeral
from zhuangjian.engines.text.parse import parse_text

pytestmark = pytest.mark.django_db
ARTICLES = [
    "为了测试，制定本办法。",
    "检查应当公正。",
    *(f"第{n}件事照办。" for n in range(3, 56)),
    "本办法自2026年1月1日起施行。",
]
FIRST = "测试办法\n" + "".join(f"第{numeral(n)}条 {words}\n" for n, words in enumerate(ARTICLES, 1))
SECOND = FIRST.replace("应当公正。\n", "应当公正、公开。\n第二条之一 检查应当及时。\n")
CHECKLIST = "/rules/checklists/gmp-2022-actual/"
HOME_OF = {"CQ": "chongqing", "LN": "liaoning"}


def imported(person, words, document="CQ"):
    data = {"document": document, "file": Upload.of("办法.txt", words.encode())}
    return perform(ImportText, person, None, data).object


def test_every_article_has_a_row_and_a_page_that_opens(region, client, world):
    sign_in(client, world.programme_officer)
    page = text(client.get("/rules/"))
    rows = coverage_here()
    assert len([row for row in rows if "-" not in row.article]) == {"chongqing": 56, "liaoning": 21}[region]
    for row in rows:
        url = f"/rules/article/{row.reference.replace(' ', '-', 1)}/"
        assert url in page
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize(
    "url", ["/rules/article/CQ-57/", "/rules/article/CQ-0/", "/rules/article/XX-1/", "/rules/article/CQ/"]
)
def test_an_article_that_does_not_exist_is_not_found(client, world, url):
    assert sign_in(client, world.head).get(url).status_code == 404


def test_an_article_shows_its_limit_with_date_and_source(client, world):
    page = text(sign_in(client, world.contact).get("/rules/article/CQ-39/"))
    assert "5 个工作日" in page
    assert "2025年12月23日起" in page
    assert "渝药监〔2025〕25号" in page


def test_other_laws_that_values_rest_on_have_their_page_too(client, world):
    from zhuangjian.engines.rules.loader import load_pack

    article = load_pack("chongqing").deadlines["licence_decision"][0].article
    page = text(sign_in(client, world.head).get(f"/rules/article/{article.replace(' ', '-', 1)}/"))
    assert "所引用的其他规定" in page


def test_only_those_who_run_the_system_are_told_by_which_code_and_test_an_article_is_met(client, world):
    for person, told in ((world.head, False), (world.leader, False), (world.administrator, True)):
        sign_in(client, person)
        page, export = text(client.get("/rules/article/CQ-9/")), text(client.get("/rules/?export=csv"))
        assert [".py" in page, ".py" in export] == [told, told], person
        assert ("代码 / 测试" in text(client.get("/rules/"))) == told
        assert all(
            "gmp-2022-actual@" not in text(client.get(url)) for url in ("/rules/checklists/", CHECKLIST)
        )


@pytest.mark.parametrize("region", ["chongqing", "liaoning"])
def test_every_value_of_the_law_is_shown_in_words_never_by_its_key(region):
    for value in values_of(pack_for(region)):
        shown = (value.title, value.kind, value.text)
        assert all(shown), value.name
        assert not any(re.search(r"[a-z]+_[a-z]+", words) for words in shown), value.name


def test_filters_and_export_hold_the_same_rows(client, world):
    sign_in(client, world.head)
    later = [row.reference for row in coverage() if row.status == "not_yet" and row.document == "CQ"]
    body = text(client.get("/rules/?document=CQ&status=not_yet&export=csv"))
    assert body.count("\r\n") - 1 >= len(later)
    assert all(reference in body for reference in later)
    assert "没有符合条件" in text(client.get("/rules/?q=绝无此字"))


def test_the_checklists_show_what_is_not_confirmed_as_such(client, world):
    sign_in(client, world.leader)
    assert "/rules/checklists/gmp-2022-actual/" in text(client.get("/rules/checklists/"))
    page = text(client.get("/rules/checklists/gmp-2022-actual/"))
    assert "待确认" in page
    assert client.get("/rules/checklists/nope/").status_code == 404


def test_an_enterprise_reads_what_the_articles_ask_and_not_how_far_the_system_is(region, client, world):
    article = coverage_here()[0].reference.replace(" ", "-", 1)
    said = {}
    for who in ("contact", "head"):
        sign_in(client, world.people[who])
        pages = ("/rules/", f"/rules/article/{article}/", "/rules/?status=met&export=csv")
        answers = [client.get(page) for page in pages]
        said[who] = [b"".join(a).decode() for a in answers]
    for words in ("实现</", "条款落实", "规则版本", "性质</"):
        assert [words in page for page in said["contact"]] == [False] * 3, words
        assert any(words in page for page in said["head"]), words
    assert said["contact"][2].count("\n") == len(coverage_here()) + 1
    assert "法规条款" in said["contact"][0]


def test_every_article_that_is_cited_anywhere_can_be_opened(region, client, world):
    sign_in(client, world.head)
    cited = {str(kind.article) for kind in ACTIONS.values()}
    pack = pack_for(region)
    while pack is not None:
        cited |= {entry.article for entry in pack.citations.values()}
        pack = pack.base
    parts = {p.strip() for said in cited for p in said.split("、") if p.strip()}
    assert len(parts) > 10
    answers = {p: client.get(f"/rules/article/{p.replace(' ', '-', 1)}/").status_code for p in parts}
    assert {p: code for p, code in answers.items() if code != 200} == {}


@pytest.mark.parametrize(("number", "status"), [("80", 200), ("81", 404), ("0", 404)])
def test_an_article_of_a_law_opens_up_to_its_last(client, world, number, status):
    assert sign_in(client, world.head).get(f"/rules/article/条例-{number}/").status_code == status


class TestImport:
    def test_the_wording_appears_beside_the_article(self, client, world):
        imported(world.programme_officer, FIRST)
        page = text(sign_in(client, world.contact).get("/rules/article/CQ-2/"))
        assert "检查应当公正。" in page
        assert "尚未导入原文" not in page

    def test_before_that_the_page_says_that_it_is_missing(self, client, world):
        assert "尚未导入原文" in text(sign_in(client, world.head).get("/rules/article/CQ-2/"))

    @pytest.mark.parametrize("who", ["programme_officer", "administrator"])
    def test_programme_officers_and_administrators_may(self, world, who):
        assert imported(world.people[who], FIRST).articles.count() == 56

    @pytest.mark.parametrize("who", ["head", "leader", "contact", "auditor"])
    def test_others_may_not(self, client, world, who):
        with pytest.raises(NotYours):
            imported(world.people[who], FIRST)
        assert "/do/documents.import_text/" not in text(
            sign_in(client, world.people[who]).get("/rules/texts/")
        )

    def test_the_same_words_are_kept_once(self, world):
        imported(world.programme_officer, FIRST)
        with pytest.raises(Conflict, match="完全相同"):
            imported(world.administrator, FIRST)
        assert OfficialText.objects.count() == 1

    def test_a_file_without_articles_is_refused_and_nothing_kept(self, world):
        with pytest.raises(Refusal, match="第一条"):
            imported(world.programme_officer, "今天天气很好。\n")
        assert not OfficialArticle.objects.exists()

    @pytest.mark.parametrize("lines", [55, 57])
    def test_a_text_with_an_article_too_few_or_too_many_is_not_the_document(self, world, lines):
        words = FIRST + "第五十七条 多出一条。\n" if lines == 57 else FIRST[: FIRST.index("第五十六条")]
        with pytest.raises(Refusal, match=f"读到条文 {lines} 条，应为条文 56 条"):
            imported(world.programme_officer, words)
        assert not OfficialText.objects.exists()

    @pytest.mark.parametrize(
        "file, document", [("000_f733088a17d9e7d0.txt", "CQ"), ("004_52f254213769e7cd.txt", "LN")]
    )
    def test_one_official_text_under_the_code_of_the_other_is_refused(self, world, settings, file, document):
        settings.REGION = HOME_OF[document]
        given = {"document": document, "file": Upload.of(file, shared_path(f"documents/{file}").read_bytes())}
        with pytest.raises(Refusal, match="是否写对"):
            perform(ImportText, world.programme_officer, None, given)
        assert not OfficialText.objects.exists()

    def test_another_regions_document_is_neither_offered_nor_taken(self, region, client, world):
        theirs = {code for code, home in HOME_OF.items() if home != region}
        offered = {code for code, _ in ImportText.choices(world.administrator, None)["document"]}
        assert offered == set(HOME_OF) - theirs
        with pytest.raises(Refusal, match="没有代号"):
            imported(world.programme_officer, FIRST, document=theirs.pop())

    def test_an_unknown_document_is_refused(self, world):
        with pytest.raises(Refusal, match="没有代号"):
            imported(world.programme_officer, FIRST, document="XX")

    def test_a_new_version_shows_what_changed(self, client, world):
        old, new = imported(world.programme_officer, FIRST), imported(world.programme_officer, SECOND)
        found = difference(old, new)
        assert found.added == ("CQ 2-1",)
        assert [change.key for change in found.changed] == ["CQ 2"]
        page = text(sign_in(client, world.head).get(f"/rules/texts/{new.pk}/"))
        assert "<ins>、公开</ins>" in page
        assert "新增 1 条" in page

    def test_the_command_lines_way_in_is_entered_in_the_ledger_once(self, world):
        parsed = parse_text(FIRST.encode(), "办法.txt", "CQ")
        assert store(parsed, "CQ")["new"] is True
        assert store(parsed, "CQ")["new"] is False
        entry = Entry.objects.get(action="documents.import_text")
        assert (entry.actor, entry.object_model) == ("系统", "documents.officialtext")

    @pytest.mark.parametrize(
        "file, document, count",
        [("004_52f254213769e7cd.txt", "CQ", 56), ("000_f733088a17d9e7d0.txt", "LN", 26)],
    )
    def test_both_official_texts_come_in_whole(self, world, settings, file, document, count):
        settings.REGION = HOME_OF[document]
        path = shared_path(f"documents/{file}")
        data = {"document": document, "file": Upload.of(file, path.read_bytes())}
        row = perform(ImportText, world.programme_officer, None, data).object
        known = {row.reference.partition("-")[0] for row in coverage() if row.document == document}
        stored = set(row.articles.values_list("reference", flat=True))
        assert known <= stored
        if document == "CQ":
            assert len(stored) == count


def test_changed_words_are_told_piece_by_piece():
    assert words_changed("五个工作日", "七个工作日") == [("gone", "五"), ("come", "七"), ("same", "个工作日")]


class TestApi:
    def test_coverage_has_every_article(self, region, client, world):
        body = sign_in(client, world.head).get("/api/rules/coverage").json()
        assert len(body) == len(coverage_here())

    def test_how_far_an_article_is_met_is_told_as_on_the_page(self, client, world):
        def told(person):
            row = sign_in(client, person).get("/api/rules/coverage").json()[0]
            article = client.get(f"/api/rules/articles/{row['reference'].replace(' ', '-')}").json()
            assert set(article["coverage"]) == set(row) - {"reference"}
            return set(row)

        assert {"status", "met_by"} <= told(world.administrator)
        assert told(world.administrator) - told(world.head) == {"met_by"}
        assert told(world.head) - told(world.contact) == {"status", "note", "kind", "values"}

    def test_a_limit_is_computed_with_its_reasons(self, client, world):
        url = "/api/rules/due/filing_feedback?event_date=2026-09-28"
        body = sign_in(client, world.head).get(url).json()
        assert body["value"]["due"] == "2026-10-10"
        assert body["articles"] == ["CQ 39"]

    def test_a_limit_the_law_does_not_set_is_refused(self, client, world):
        answer = sign_in(client, world.head).get("/api/rules/due/filing_decision?event_date=2026-09-28")
        assert answer.status_code == 422
        assert answer.json()["error"]["article"] == "CQ 39"

    def test_articles_and_checklists(self, client, world):
        sign_in(client, world.head)
        assert client.get("/api/rules/articles/CQ-14").json()["coverage"]["title"] == "现场检查记录"
        assert client.get("/api/rules/articles/CQ-99").status_code == 404
        items = client.get("/api/rules/checklists/gmp-2022-actual").json()["items"]
        assert [item["no"] for item in items] == [item.no for item in checklist("gmp-2022-actual").items]
        assert client.get("/api/rules/checklists/nope").status_code == 404

    def test_nobody_signed_in_gets_nothing(self, client):
        assert client.get("/api/rules/coverage").status_code == 401


@pytest.mark.parametrize("name", ["national", "chongqing", "liaoning"])
def test_every_kind_of_value_that_a_pack_holds_is_said_in_words(name):
    from zhuangjian.engines.rules.loader import load_pack

    for value in values_of(load_pack(name)):
        assert value.title, value.name
        assert value.kind, value.name
        assert value.text, value.name
