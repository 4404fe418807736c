"""Files are handed out under names that no system runs, hides or misreads."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.apps.documents.file_names import ENDINGS, LONGEST, safe_name

JPEG = "image/jpeg"


@pytest.mark.parametrize(
    ("name", "media_type", "safe"),
    [
        ("现场.jpg", JPEG, "现场.jpg"),
        ("现场.JPEG", JPEG, "现场.jpeg"),
        ("现场", JPEG, "现场.jpg"),
        ("工资单.exe", JPEG, "工资单.exe.jpg"),
        ("invoice.html", "application/pdf", "invoice.html.pdf"),
        ("photo\u202egpj.exe", JPEG, "photogpj.exe.jpg"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\windows\\a.pdf", "application/pdf", "a.pdf"),
        ("CON", JPEG, "_CON.jpg"),
        ("con.txt", JPEG, "_con.txt.jpg"),
        ("console", JPEG, "console.jpg"),
        (".htaccess", "application/pdf", "htaccess.pdf"),
        ("a.pdf. .", "application/pdf", "a.pdf"),
        ("=cmd|'/c'!A1.pdf", "application/pdf", "c'!A1.pdf"),
        ("", JPEG, "文件.jpg"),
        ("...", JPEG, "文件.jpg"),
        ("程序", "application/x-unknown", "程序.bin"),
        ("程序.exe", "application/x-unknown", "程序.exe.bin"),
        ("长" * LONGEST, JPEG, "长" * LONGEST + ".jpg"),
        ("长" * (LONGEST + 1), JPEG, "长" * LONGEST + ".jpg"),
    ],
)
def test_a_name_is_made_safe_and_ends_as_its_content_says(name, media_type, safe):
    assert safe_name(name, media_type) == safe


@given(st.text(max_size=300), st.sampled_from(sorted(ENDINGS)))
def test_whatever_a_file_was_called_its_name_is_safe_and_stays_so(name, media_type):
    safe = safe_name(name, media_type)
    assert len(safe) <= LONGEST + 6
    assert safe.isprintable()
    assert not re.search(r'[<>:"/\\|?*%]', safe)
    assert not safe.startswith((".", " "))
    assert safe_name(safe, media_type) == safe
