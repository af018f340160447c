"""Files to download are named after campaigns and people, whatever those are called."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.http import parse_options_header

from feedback.requests.downloads import download


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kort Hösten\r\nSet-Cookie: a=b.pdf", "Kort Hösten Set-Cookie a=b.pdf"),
        ("../../etc/passwd.pdf", ".. .. etc passwd.pdf"),
        ('a"b\x00c.pdf', "a bc.pdf"),
        ("Karin Lund.pdf", "Karin Lund.pdf"),
        ("Kort \u202efdp.exe\u200b.pdf", "Kort fdp.exe.pdf"),
        ("CON.pdf", "fil.pdf"),
        ("Slips Våg 1; \U0001f642 'nord', %41.xlsx", "Slips Våg 1; \U0001f642 'nord', %41.xlsx"),
        (f"Kort {'Örebro ' * 40}.pdf", f"Kort {'Örebro ' * 14}Ör.pdf"),
    ],
)
def test_a_name_of_a_file_holds_no_path_and_no_header(name: str, expected: str) -> None:
    with Flask("test").test_request_context():
        answer = download(b"", "application/pdf", name)

    assert "Set-Cookie" not in answer.headers
    assert answer.headers.get_all("Content-Disposition")
    _, parameters = parse_options_header(answer.headers["Content-Disposition"])
    assert parameters["filename"] == expected
