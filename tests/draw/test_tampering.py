"""Whatever is changed in the published file, both readings find it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.draw.helpers import READING, plain_list, rich, second_problems, written
from zhuangjian.engines.draw import (
    Exclusion,
    Source,
    digest,
    freeze,
    parse,
    run,
    sealed,
    substitute,
    verify,
    verify_bytes,
)

Path = tuple[str | int, ...]
DOCUMENT = json.loads(json.dumps(rich()))


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value in ``value`` with the way to it."""
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from places(item, (*path, place))


def others(value: Any) -> Iterator[tuple[str, Any]]:
    """Values that ``value`` could be changed into."""
    yield "null", None if value is not None else 0
    if isinstance(value, bool):
        yield "flip", not value
        yield "number", int(value)
    elif isinstance(value, int):
        yield "one more", value + 1
        yield "one less", value - 1
        yield "fraction", float(value)
        yield "text", str(value)
        yield "truth", bool(value)
    elif isinstance(value, str):
        yield "longer", value + "x"
        yield "space", value + " "
        yield "empty", "" if value else "x"
        yield "case", value.swapcase() if value.swapcase() != value else value + "A"
        yield "list", [value]
    elif isinstance(value, list):
        yield "added", [*value, copy.deepcopy(value[0]) if value else "x"]
        yield "object", {}
        if len(value) > 1:
            yield "reordered", [*value[1:], value[0]]
        if value:
            yield "shortened", value[:-1]
            yield "emptied", []
    elif isinstance(value, dict):
        yield "key added", {**value, "more": "x"}
        yield "list", list(value)
        for key in value:
            yield f"without {key}", {k: v for k, v in value.items() if k != key}


def changed(document: Any, path: Path, value: Any) -> Any:
    """A copy of ``document`` with ``value`` at ``path``."""
    if not path:
        return value
    copied = copy.copy(document)
    copied[path[0]] = changed(document[path[0]], path[1:], value)
    return copied


MUTATIONS = [
    (path, name, other)
    for path, value in places(DOCUMENT)
    for name, other in others(value)
    if other != value or repr(other) != repr(value)
]


def test_the_untouched_file_passes_both_readings() -> None:
    report = verify_bytes(written(DOCUMENT))
    assert report.ok, report.problems
    assert second_problems(DOCUMENT) == []
    assert len(report.checked) > 8


def test_the_file_holds_everything_worth_changing() -> None:
    kinds = {entry["kind"] for entry in DOCUMENT["rounds"]}
    assert kinds == {"draw", "substitution", "officer_substitution", "redraw"}
    assert DOCUMENT["frozen"]["excluded"]
    assert DOCUMENT["commitments"]
    assert DOCUMENT["reveals"]
    assert any(entry["teams"] for entry in DOCUMENT["rounds"])
    assert len(MUTATIONS) > 2000


@pytest.mark.parametrize("part", sorted(DOCUMENT))
def test_every_change_of_every_field_is_found_by_both_readings(part: str) -> None:
    mine = [one for one in MUTATIONS if one[0][:1] == (part,)]
    assert mine
    for path, name, other in mine:
        forged = changed(DOCUMENT, path, other)
        where = f"{'.'.join(map(str, path))}: {name}"
        assert not verify(forged).ok, where
        assert second_problems(forged), where


def test_a_change_of_the_whole_is_found() -> None:
    for path, _, other in MUTATIONS:
        if not path:
            assert not verify(other).ok
            assert second_problems(other)


def resealed(document: Any) -> Any:
    """All digests made to fit again, as a forger would."""
    body = {**document, "frozen_digest": digest(document["frozen"])}
    rounds = []
    previous = digest({key: body[key] for key in ("frozen_digest", "commitments", "reveals", "seed")})
    for entry in body["rounds"]:
        entry = {key: value for key, value in entry.items() if key != "digest"} | {"previous": previous}
        previous = digest(entry)
        rounds.append({**entry, "digest": previous})
    return sealed({**body, "rounds": rounds})


def test_making_the_digests_fit_changes_nothing_in_an_honest_file() -> None:
    assert resealed(DOCUMENT) == DOCUMENT


RESULT = [
    one
    for one in MUTATIONS
    if one[0][:1] in (("rounds",), ("result",), ("seed",), ("commitments",), ("reveals",))
]


def test_results_seed_and_rounds_cannot_be_changed_even_with_all_digests_made_to_fit() -> None:
    tried = 0
    for path, name, other in RESULT:
        try:
            forged = resealed(changed(DOCUMENT, path, other))
        except (TypeError, KeyError, AttributeError):
            continue
        if forged == DOCUMENT or not_a_forgery(path, forged):
            continue
        tried += 1
        where = f"{'.'.join(map(str, path))}: {name}"
        assert not verify(forged).ok, where
        assert second_problems(forged), where
    assert tried > 800


def not_a_forgery(path: Path, forged: Any) -> bool:
    """A reason reworded with every digest made anew: only what was published before can show that."""
    return path[:1] == ("rounds",) and path[-1] == "reason" and bool(forged["rounds"][path[1]]["reason"])


FORGERIES: dict[str, Callable[[Any], Any]] = {
    "an item is taken off the list": lambda d: changed(d, ("frozen", "items"), d["frozen"]["items"][:-1]),
    "an exclusion gets another reason": lambda d: changed(d, ("frozen", "excluded", 0, "reason"), "另一理由"),
    "an exclusion is dropped": lambda d: changed(d, ("frozen", "excluded"), []),
    "the seed source is renamed": lambda d: changed(d, ("frozen", "source", "description"), "另一事件"),
    "the title is changed": lambda d: changed(d, ("frozen", "title"), "另一名称"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_file_made_anew_is_found_by_the_digest_published_before(name: str) -> None:
    source = Source("public_event", "双色球")
    honest = run(
        freeze(plain_list(12), 3, exclusions=[Exclusion("P000003", "近期已检查")], source=source), "s"
    )
    forged = resealed(FORGERIES[name](json.loads(json.dumps(honest))))
    published = honest["frozen_digest"]
    assert verify(honest, [published]).ok
    assert second_problems(honest, (published,)) == []
    assert not verify(forged, [published]).ok
    assert second_problems(forged, (published,)) != []


def test_a_round_left_out_at_the_end_is_found_by_the_receipt_of_that_round() -> None:
    honest = substitute(
        run(freeze(plain_list(12), 3), "s"),
        run(freeze(plain_list(12), 3), "s")["result"]["selected"][0],
        "停业",
    )
    earlier = run(freeze(plain_list(12), 3), "s")
    receipt = honest["rounds"][1]["digest"]
    assert verify(earlier).ok
    assert verify(honest, [receipt]).ok
    assert not verify(earlier, [receipt]).ok
    assert second_problems(earlier, (receipt,)) != []
    assert verify(honest, [earlier["rounds"][0]["digest"].upper()]).ok


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b'{"a": NaN}',
        b"[" * 100_000,
        b"1" * 5000,
        written(DOCUMENT).replace(b'"version":1', b'"version":1,"version":1'),
        written(DOCUMENT).replace(b'"version":1', b'"version":1e0'),
        written(DOCUMENT).replace("停业".encode(), b"\\ud800"),
    ],
)
def test_what_is_no_such_file_is_a_problem_and_never_a_crash(data: bytes) -> None:
    report = verify_bytes(data)
    assert not report.ok
    assert report.problems[0].encode()
    assert READING.check(data)[1]


def test_layout_is_a_note_and_no_problem() -> None:
    for data in (
        json.dumps(DOCUMENT, indent=2).encode(),
        b"\xef\xbb\xbf" + written(DOCUMENT),
        written(DOCUMENT)[:-1],
    ):
        report = verify_bytes(data)
        assert report.ok
        assert any("排版" in note for note in report.notes)
        assert READING.check(data)[1] == []
    assert not any("排版" in note for note in verify_bytes(written(DOCUMENT)).notes)
    assert parse(written(DOCUMENT)) == DOCUMENT


FROZEN_ONLY = resealed(
    {
        **DOCUMENT,
        "frozen": {
            **DOCUMENT["frozen"],
            "source": {"kind": "stated", "description": "", "authorities": [], "dice": 0},
        },
        **{key: [] for key in ("commitments", "reveals", "rounds")},
        **dict.fromkeys(("seed", "result")),
    }
)


def test_both_readings_agree_on_which_frozen_parts_could_have_been_frozen() -> None:
    """A new list with fitting digests is a valid list; one the engine would never write is none for either reading."""
    passed = refused = 0
    for path, value in places(FROZEN_ONLY):
        for name, other in others(value) if path[:1] == ("frozen",) else ():
            try:
                forged = resealed(changed(FROZEN_ONLY, path, other))
            except (TypeError, KeyError, AttributeError):
                continue
            report = verify(forged)
            where = f"{'.'.join(map(str, path))}: {name}"
            if "组不成检查组" in "".join(report.problems):
                continue  # a refusal to start, not a contradiction
            assert report.ok == (not second_problems(forged)), where
            passed += report.ok
            refused += not report.ok
    assert passed > 100
    assert refused > 500
