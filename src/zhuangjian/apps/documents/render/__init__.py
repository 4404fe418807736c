"""Official documents as PDF and editable .docx, made from typed contexts."""

from zhuangjian.apps.documents.render.docx import render_docx
from zhuangjian.apps.documents.render.layouts import LAYOUTS
from zhuangjian.apps.documents.render.pdf import render_pdf

__all__ = ["LAYOUTS", "render_docx", "render_pdf"]
