"""Documents as .docx, for those who must go on editing them, made by the renderer process."""

from __future__ import annotations

from pathlib import Path

from zhuangjian.apps.documents.render.contexts import Document
from zhuangjian.apps.documents.render.renderer import made


def render_docx(template_name: str, context: Document, *, directory: Path | None = None) -> bytes:
    """The document as .docx bytes, the same bytes for the same context and template.

    A template of that name in ``directory`` goes before the built one, so that an authority can adjust its own.
    Raises ``Refusal`` for an unknown name, a context of the wrong class, an unreadable signature picture, and when
    the time limit of a render is exceeded.
    """
    return made("docx", template_name, context, directory)
