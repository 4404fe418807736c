"""Words that the command line cannot make sense of, said in Chinese and in the shape of every other refusal."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format

# The library keeps its exceptions to itself except this one; its neighbours are told apart by type.
_found: Any = importlib.import_module(typer.BadParameter.__module__)
UsageFault: type[Exception] = _found.ClickException
HelpShown: type[Exception] = _found.NoArgsIsHelpError

# By the first word of the validator's code for what is wrong, and by its name for a limit.
TYPES = {"int": "整数", "float": "数字", "bool": "true 或 false", "datetime": "日期", "uuid": "UUID"}
BOUNDS = {"ge": "不小于", "gt": "大于", "le": "不大于", "lt": "小于"}


def wanted_format(words: Sequence[str]) -> Format:
    """The format the caller reads, before the words are parsed.

    A format that does not exist counts as json: whoever names one is a program.
    """
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == "--format":
            value = value if equals else "".join(words[place + 1 : place + 2])
            return Format.text if value in ("", Format.text.value) else Format.json
    return Format.text


def as_refusal(fault: Any) -> Refusal:
    """The library's complaint as a refusal; ``missing`` names the options and arguments lacking."""
    if isinstance(fault, _found.MissingParameter):
        return _missing(fault)
    if isinstance(fault, _found.BadParameter):
        return _bad_value(fault)
    if isinstance(fault, _found.NoSuchOption):
        near = f"是否要写 {'、'.join(sorted(fault.possibilities))}？" if fault.possibilities else ""
        return Refusal(f"没有选项 {fault.option_name}。{near}{_help(fault)}")
    if isinstance(fault, _found.BadOptionUsage):
        return Refusal(f"选项 {fault.option_name} 的写法不对：后面缺少取值，或不应有取值。{_help(fault)}")
    if isinstance(fault, _found.FileError):
        return Refusal(f"文件 {fault.ui_filename} 打不开，请核对路径和权限。")
    return _wrong_word(fault)


def _missing(fault: Any) -> Refusal:
    """All that is lacking, not only what was looked at first: given parameters are read before the others."""
    context = fault.ctx
    params = (
        [p for p in context.command.params if p.required and p.name not in context.params] if context else []
    )
    names = [_name(param) for param in params or [fault.param] if param is not None]
    return Refusal(f"缺少 {'、'.join(names)}。{_help(fault)}", missing=names)


def _bad_value(fault: Any) -> Refusal:
    name = _name(fault.param) if fault.param is not None else "参数"
    # The value and the reason stand in the validation error below; the message has them in English only.
    reader = getattr(fault.__cause__, "errors", None)
    found = reader()[0] if reader else {}
    value = f"“{found['input']}”" if found.get("input") is not None else ""
    listed = re.search(r"is not one of (.*?)\.?$", fault.message)
    if listed:
        choices = re.findall(r"'(.*?)'", listed[1])
        hint = f"可用：{'、'.join(choices)}。"
    else:
        hint = _type_hint(str(found.get("type", "")), found.get("ctx") or {})
    return Refusal(f"{name} 的取值{value}无效。{hint}{_help(fault)}")


def _type_hint(problem: str, limits: Mapping[str, Any]) -> str:
    kind = TYPES.get(problem.partition("_")[0], "")
    bounds = [f"{word} {limits[key]}" for key, word in BOUNDS.items() if key in limits]
    said = "，".join(part for part in (kind, *bounds) if part)
    return f"应为：{said}。" if said else ""


def _wrong_word(fault: Any) -> Refusal:
    """An unknown or absent sub-command, or a word too many: the library tells them apart by its message only."""
    commands = (
        getattr(getattr(fault.ctx, "command", None), "commands", None) if hasattr(fault, "ctx") else None
    )
    if commands is not None:
        known = f"可用：{'、'.join(commands)}。"
        given = re.search(r"'(.*?)'", fault.message)
        if given is None:
            return Refusal(f"没有写明子命令。{known}{_help(fault)}", missing=["子命令"])
        return Refusal(f"没有子命令“{given[1]}”。{known}{_help(fault)}")
    extra = re.search(r"unexpected extra argument(?:\(s\)|s)? \((.*)\)", str(fault.message))
    what = f"多了参数：{extra[1]}" if extra else "命令的写法不对"
    return Refusal(f"{what}。{_help(fault)}")


def _name(param: Any) -> str:
    if param.param_type_name == "option":
        return str(next((opt for opt in param.opts if opt.startswith("--")), param.opts[0]))
    return str(param.name).upper()


def _help(fault: Any) -> str:
    context = getattr(fault, "ctx", None)
    return f"用法见 {context.command_path} --help。" if context else "用法见 --help。"
