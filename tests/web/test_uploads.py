"""Articles that are sent: read, marked in place, forgotten; forged or mistaken ones refused."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import HOST, Answer, Ask

WORDS = (
    "Norway ranks 3rd of the 40 countries in the Digital Skills Index, according to the Index Office.\n\n"
    "Norway plans to raise the share of trained workers to 60% by 2030, compared with 20% in 2020.\n"
)


HOSTILE = b"<script>alert(1)</script> Norway ranks 3rd. \xe2\x80\xae"


def token(ask: Ask) -> str:
    found = re.search(r'name="token" value="([^"]+)"', ask("/claims").text)
    assert found
    return found[1]


def send(ask: Ask, fields: dict[str, bytes], file: tuple[str, bytes] | None = None) -> Answer:
    parts = [b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (k.encode(), v) for k, v in fields.items()]
    if file:
        head = f'Content-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'
        parts.append(head.encode() + file[1])
    body = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    kind = "multipart/form-data; boundary=edge"
    return ask("/read", "POST", body, origin=f"http://{HOST}", content_type=kind, content_length=str(len(body)))


def test_the_words_are_marked_where_they_stand(ask: Ask) -> None:
    made = send(ask, {"token": token(ask).encode(), "text": WORDS.encode()})
    assert made.status == 200
    assert "<mark>" in made.text
    plain = re.sub(r"</?mark>", "", made.text)
    assert WORDS.strip().splitlines()[0] in plain
    marked = re.findall(r"<mark>([^<]+)</mark>", made.text)
    assert any("3rd" in each for each in marked)
    assert any("60%" in each for each in marked)
    assert made.headers["cache-control"] == "no-store"


def test_a_file_is_read_by_the_end_of_its_name(ask: Ask) -> None:
    secret = token(ask).encode()
    page = f"<html><body><article><h1>Skills</h1><p>{WORDS}</p></article></body></html>".encode()
    made = send(ask, {"token": secret}, ("..\\..\\news.html", page))
    assert made.status == 200
    assert "<mark>" in made.text
    assert send(ask, {"token": secret}, ("news.docx", b"PK")).status == 422
    assert send(ask, {"token": secret}, ("news.pdf", b"no pdf")).status == 422
    assert send(ask, {"token": secret}, ("news.txt", b"caf\xe9")).status == 422


@pytest.mark.parametrize("fields", [{"text": WORDS.encode()}, {"token": b"guessed", "text": WORDS.encode()}])
def test_without_the_token_nothing_is_read(ask: Ask, fields: dict[str, bytes]) -> None:
    made = send(ask, fields)
    assert made.status == 422
    assert "Digital Skills" not in made.text


def test_nothing_sent_is_said_so(ask: Ask) -> None:
    made = send(ask, {"token": token(ask).encode(), "text": b"  "})
    assert made.status == 422
    assert "no article was given" in made.text


def test_hostile_words_stay_words(ask: Ask) -> None:
    made = send(
        ask, {"token": token(ask).encode(), "text": b"<script>alert(1)</script> Norway ranks 3rd. \xe2\x80\xae"}
    )
    assert made.status == 200
    assert "<script>alert" not in made.text
    assert "\u202e" not in made.text


def test_forms_that_are_none(ask: Ask) -> None:
    own = f"http://{HOST}"
    assert ask("/read", "POST", b"{}", origin=own, content_type="application/json").status == 422
    assert ask("/read", "POST", b"junk", origin=own, content_type="multipart/form-data").status == 422
    many = {f"f{k}": b"x" for k in range(9)}
    assert send(ask, many).status == 422
