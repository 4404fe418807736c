"""Texts classed by a small model: what is measured, and what is refused."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from zhuangjian.engines.opinion import evaluate
from zhuangjian.engines.rules.answer import Refusal

GOOD = [
    f"很好用，{word}，还会再买"
    for word in ("清爽", "柔顺", "香味好", "去屑", "包装好", "送货快", "温和", "划算")
]
BAD = [
    f"太差了，{word}，要求退货"
    for word in ("过敏", "假货", "头痒", "掉发", "漏液", "没有效果", "刺鼻", "过期")
]


def test_texts_that_differ_plainly_are_told_apart():
    found = evaluate(
        [*GOOD[:6], *BAD[:6]], ["1"] * 6 + ["0"] * 6, [*GOOD[6:], *BAD[6:]], ["1", "1", "0", "0"]
    )
    assert (found.n, found.accuracy, found.macro_f1, found.auc) == (4, 1.0, 1.0, 1.0)


def test_wrong_truth_is_counted_as_wrong():
    found = evaluate(
        [*GOOD[:6], *BAD[:6]], ["1"] * 6 + ["0"] * 6, [*GOOD[6:], *BAD[6:]], ["1", "0", "0", "0"]
    )
    assert found.accuracy == 0.75
    assert found.macro_f1 < 1


def test_several_labels_are_measured_each_against_the_rest():
    more = [f"客服{word}不回复" for word in ("一直", "总是", "从来", "根本", "都", "又", "还", "就")]
    found = evaluate(
        [*GOOD[:6], *BAD[:6], *more[:6]],
        [*"aaaaaabbbbbbcccccc"],
        [*GOOD[6:], *BAD[6:], *more[6:]],
        [*"aabbcc"],
    )
    assert (found.accuracy, found.auc) == (1.0, 1.0)
    lacking = evaluate([*GOOD[:6], *BAD[:6], *more[:6]], [*"aaaaaabbbbbbcccccc"], GOOD[6:], ["a", "a"])
    assert lacking.auc is None


@pytest.mark.parametrize(
    "given, words",
    [
        (([], [], ["甲"], ["1"]), "至少要有一行"),
        ((GOOD, ["1"] * 8, ["甲"], ["1"]), "只有一种标签"),
        ((["甲甲", "乙乙"], ["1", "0"], ["丙"], ["2"]), "2"),
        ((GOOD[:1] + BAD[:1], ["1", "0"], GOOD[:1], ["1"]), "记性"),
    ],
)
def test_what_measures_nothing_is_refused(given, words):
    with pytest.raises(Refusal, match=words):
        evaluate(*given)


def test_the_command_reads_two_files(tmp_path):
    from zhuangjian.cli.text import app

    def table(name, texts, labels):
        path = tmp_path / name
        rows = "".join(f'"{text}",{label}\n' for text, label in zip(texts, labels, strict=True))
        path.write_text("text,label\n" + rows, encoding="utf-8")
        return str(path)

    train = table("a.csv", [*GOOD[:6], *BAD[:6]], [1] * 6 + [0] * 6)
    test = table("b.csv", [*GOOD[6:], *BAD[6:]], [1, 1, 0, 0])
    words = [
        "evaluate",
        "--train",
        train,
        "--test",
        test,
        "--text",
        "text",
        "--label",
        "label",
        "--format",
        "json",
    ]
    told = json.loads(CliRunner().invoke(app, words).stdout)
    assert told == {"n": 4, "accuracy": 1.0, "macro_f1": 1.0, "auc": 1.0}


def test_sentiment_of_real_reviews_is_told_on_a_part_kept_aside():
    """Every fifth review is tested, the others train: 0.94 are told right (measured on the same split)."""
    import csv

    from tests.shared_data import shared_path

    with shared_path("data/opinion/shampoo_reviews_dev.csv").open(encoding="utf-8-sig") as file:
        rows = [(row["review"], row["label"]) for row in csv.DictReader(file) if row["review"]]
    train, test = [r for n, r in enumerate(rows) if n % 5], rows[::5]
    found = evaluate(*map(list, zip(*train, strict=True)), *map(list, zip(*test, strict=True)))
    assert found.n == len(test)
    assert found.accuracy >= 0.93
    assert found.auc >= 0.975
