"""The published JSON Schema, the engine's own idea of the file's shape and the files themselves are one."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from tests.draw.helpers import ROOT, VECTORS, rich
from tests.draw.test_tampering import changed, others, places
from zhuangjian.engines.draw import RULES
from zhuangjian.engines.draw.shape import DOCUMENT as SHAPE
from zhuangjian.engines.draw.shape import Maybe, misshapen

SCHEMA = json.loads((ROOT / "docs" / "draw.schema.json").read_bytes())
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
DOCUMENT = json.loads(json.dumps(rich()))


def faults(document: Any) -> list[str]:
    """Where and how the document breaks the schema."""
    return [f"{list(error.instance_path)}: {error.message}" for error in VALIDATOR.iter_errors(document)]


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda path: path.stem)
def test_every_vector_fits_the_schema(path: Any) -> None:
    assert faults(json.loads(path.read_bytes())) == []


def test_a_fresh_file_with_everything_in_it_fits_the_schema() -> None:
    assert faults(DOCUMENT) == []
    without = {key: value for key, value in DOCUMENT.items() if key != min(DOCUMENT)}
    assert faults(without) != []


def properties(schema: Any) -> Any:
    """The schema reduced to what ``shape`` says: keys, lists, types, what may be null."""
    if "$ref" in schema:
        return properties(SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema:
        return ("null", properties(schema["anyOf"][1]))
    if "const" in schema or "enum" in schema:
        return type(schema.get("const", schema.get("enum", [""])[0])).__name__
    if schema["type"] == "object":
        assert schema["required"] == sorted(schema["properties"])
        assert schema["additionalProperties"] is False
        return {key: properties(value) for key, value in schema["properties"].items()}
    if schema["type"] == "array":
        return [properties(schema["items"])]
    return {"string": "str", "integer": "int", "boolean": "bool"}[schema["type"]]


def reduced(shape: Any) -> Any:
    if isinstance(shape, Maybe):
        return ("null", reduced(shape.shape))
    if isinstance(shape, dict):
        return {key: reduced(value) for key, value in shape.items()}
    if isinstance(shape, list):
        return [reduced(shape[0])]
    return shape.__name__


def test_schema_and_shape_name_the_same_parts() -> None:
    assert properties(SCHEMA) == reduced(SHAPE)


def test_whatever_is_misshapen_is_refused_by_the_schema_too() -> None:
    found = 0
    for path, value in places(DOCUMENT):
        for name, other in others(value):
            forged = changed(DOCUMENT, path, other)
            # 1.0 is an integer to JSON Schema; the engine and the second reading are stricter
            if misshapen(forged) and name != "fraction":
                found += 1
                assert not VALIDATOR.is_valid(forged), f"{'.'.join(map(str, path))}: {name}"
    assert found > 500


def test_every_part_of_the_schema_says_in_chinese_what_it_is() -> None:
    for path, value in places(SCHEMA["properties"]):
        if (
            isinstance(value, dict)
            and {"type", "enum", "const"} & set(value)
            and path
            and path[-1] != "items"
        ):
            assert value.get("description") or path[-2:-1] == ("anyOf",), path


def test_the_page_quotes_the_rules_of_this_version() -> None:
    page = (ROOT / "docs" / "draw.md").read_text(encoding="utf-8")
    assert [rule for rule in RULES if rule not in page] == []
