"""How the API refuses, for its description: every operation lists its refusals in their one form."""

from __future__ import annotations

from typing import Any

NAME = "Refusal"
SCHEMA = {
    "title": "拒绝",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["article", "message", "missing"],
            "properties": {
                "article": {"type": "string", "title": "依据条款", "description": "没有依据条款时为空"},
                "message": {"type": "string", "title": "说明"},
                "missing": {"type": "array", "items": {"type": "string"}, "title": "缺少或有误的内容"},
            },
        }
    },
}
ALWAYS = {
    400: "请求无法读取",
    401: "没有登录，或访问令牌无效",
    404: "找不到这一对象，或您无权查看",
    422: "填写有误，或缺少条款要求的内容；没有保存",
}
ACTING = {
    403: "不由您办理；没有保存",
    409: "归您办理，但其他人先办理了、现在不是办理的时候，或系统正忙；没有保存",
}


def describe_refusals(schema: dict[str, Any]) -> None:
    """Add to every operation of an OpenAPI description what it may refuse and in which form."""
    schema["components"]["schemas"][NAME] = SCHEMA
    body = {"application/json": {"schema": {"$ref": f"#/components/schemas/{NAME}"}}}
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            refusals = ALWAYS if method == "get" else ALWAYS | ACTING
            for status, words in refusals.items():
                operation["responses"].setdefault(status, {"description": words, "content": body})
