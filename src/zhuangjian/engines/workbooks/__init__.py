"""Workbooks as people make them: hidden rows, merged cells, numbers shown with zeros, line breaks written as codes."""

from zhuangjian.engines.workbooks.cells import shown, unescaped
from zhuangjian.engines.workbooks.layout import Layout, Merged, layout_of

__all__ = ["Layout", "Merged", "layout_of", "shown", "unescaped"]
