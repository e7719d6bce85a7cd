"""Press texts as files: what is kept, what is marked, what is refused; files made to hurt."""

from __future__ import annotations

import json
import socket
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from equalterms.cli.app import run
from equalterms.errors import StudyError
from equalterms.files import articles, load, read_article
from equalterms.files.articles import from_bytes
from equalterms.files.html import decoded
from equalterms.model import Article
from equalterms.press import dressed, read
from tests.conftest import Edit
from tests.files.papers import BODY, HEAD, page, pdf

FIRST = [
    "Harbour Post Weekly",
    "Norway tells its ports to work with Chile",
    "Norway expects its ports to add 40.5 billion crowns ($3.9 billion) to trade in 2031, compared",
    "with 0.6 billion crowns ($0.06 billion) in 2021. Port spending should grow five-",
    "fold to 90 billion crowns, and the minis-",
    "try said that 70% of all pilots in the harbours of the west",
    "1",
]
SECOND = ["Harbour Post Weekly", "coast should hold a digital licence by 2031.", "Read on next week.", "2"]
INFO = "/Title (Norway tells its ports to work with Chile) /CreationDate (D:20240318120000Z)"


def web(text: str) -> Article:
    return dressed(from_bytes(text.encode(), "news.html"))


def told(paper: Article) -> list[tuple[str, float | None, str | None]]:
    return [(c.span.text, c.value, c.time) for c in read(paper).claims]


def kinds(paper: Article) -> dict[str, str]:
    return {n.kind: n.span.text for n in paper.noise}


def test_a_page_is_read_and_its_surroundings_marked() -> None:
    paper = web(page())
    assert (paper.title, paper.publisher, paper.language, paper.media) == (
        "Norway tells its ports to work with Chile", "Harbour Post", "en", "text/html",
    )  # fmt: skip
    assert kinds(paper) == {
        "navigation": "Home Economy",
        "breadcrumb": "Home / Economy / Norway",
        "byline": "By Jane Doe",
        "other stories": "Related\nPeru wins a cup, 5 goals to 0",
        "site boilerplate": "© 2024 Harbour Post. All rights reserved.",
    }
    assert all(paper.text[n.span.start : n.span.end] == n.span.text for n in paper.noise)
    assert "ships" not in paper.text
    assert "A ship in Oslo (Photo by Nils Berg)" in paper.text


def test_claims_of_a_page_lead_into_its_text() -> None:
    paper = web(page())
    assert told(paper) == [
        ("40.5\u00a0billion crowns", 40.5e9, "2031"),
        ("0.6 billion crowns", 0.6e9, "2021"),
        ("70%", 70.0, "2031"),
    ]
    for claim in read(paper).claims:
        assert paper.text[claim.span.start : claim.span.end] == claim.span.text
        assert paper.text[claim.sentence.start : claim.sentence.end] == claim.sentence.text


DATE = """<script type="application/ld+json">
{"@type": "NewsArticle", "datePublished": "2024-03-18T23:30:00-05:00"%s}</script>"""


@pytest.mark.parametrize(
    ("head", "date", "basis", "doubt"),
    [
        (DATE % "", "2024-03-18", "JSON-LD datePublished", ""),
        (DATE % ',"dateModified":"2024-03-20"', "2024-03-18", "JSON-LD", "changed on 2024-03-20"),
        (DATE % "" + '<meta name="date" content="2024-03-02">', "2024-03-18", "JSON-LD", "against it: printed"),
        ('<meta property="article:published_time" content="2024/03/18">', "2024-03-18", "article:published_time", ""),
        ('<script type="application/ld+json">{"datePublished": [[[</script>', "", "not printed", ""),
        ('<meta name="date" content="2024-13-45">', "", "not printed", ""),
        ('<abbr class="published" title="2024-03-18">x</abbr>', "2024-03-18", "trafilatura", "nothing on the page"),
    ],
)
def test_the_day_of_a_page_with_its_evidence_and_doubt(head: str, date: str, basis: str, doubt: str) -> None:
    paper = web(page(head))
    assert paper.date == date
    assert basis in paper.date_basis
    assert doubt in paper.date_doubt
    assert bool(doubt) == bool(paper.date_doubt)


def test_a_doubtful_day_gives_way_to_a_printed_one() -> None:
    lines = ["A title", "Published 2 March 2024", "Norway spent 5 billion crowns."]
    paper = dressed(from_bytes(pdf([lines], INFO), "a.pdf"))
    assert (paper.date, paper.date_basis[:7]) == ("2024-03-02", "printed")
    assert "2024-03-18" in paper.date_doubt


def test_a_page_without_an_article_is_read_whole() -> None:
    paper = web("<html><body><nav>Menu 1</nav><p>Peru spent $5m.</p></body></html>")
    assert told(paper) == [("$5m", 5e6, None)]
    assert kinds(paper) == {"navigation": "Menu 1"}


def test_rows_lists_and_breaks_are_lines() -> None:
    table = "<table><tr><td>Peru</td><td>$5m</td></tr></table>"
    paper = web(f"<body>{table}<ul><li>a<li>b</ul>x<br>y<pre>1\n2</pre></body>")
    assert paper.text.split("\n") == ["Peru | $5m", "a", "b", "x", "y", "1", "2"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        ("é".encode("utf-8-sig"), "é"),
        ("é".encode("utf-16"), "é"),
        ('<meta charset="koi8-r">Ю'.encode("koi8-r"), '<meta charset="koi8-r">Ю'),
        ("<meta charset=iso-8859-1>“".encode("cp1252"), "<meta charset=iso-8859-1>“"),
        (b"<meta charset=nonsense>\xe9", "<meta charset=nonsense>é"),
        (b"<meta charset=utf-8>\xe9 \x81", "<meta charset=utf-8>é \ufffd"),
        (b"a\0b", "ab"),
    ],
)
def test_encodings_as_browsers_read_them(data: bytes, text: str) -> None:
    assert decoded(data) == text


def test_a_pdf_is_read_in_paragraphs() -> None:
    paper = dressed(from_bytes(pdf([FIRST, SECOND], INFO, "/Lang (en-GB)"), "week.pdf"))
    assert (paper.title, paper.language) == ("Norway tells its ports to work with Chile", "en")
    assert "five-fold to 90 billion crowns, and the ministry said that 70% of all pilots" in paper.text
    assert "the west coast should hold a digital licence by 2031." in paper.text
    assert [n.span.text for n in paper.noise] == ["Harbour Post Weekly", "1", "Harbour Post Weekly", "2"]
    assert ("70%", 70.0, "2031") in told(paper)
    assert len(paper.pages) == 2
    assert paper.pages[1] <= paper.text.index("coast should") <= paper.pages[1] + 1
    assert (paper.date, paper.date_doubt[:7]) == ("2024-03-18", "the day")


def test_a_title_that_the_pages_do_not_print_is_not_believed() -> None:
    paper = dressed(from_bytes(pdf([FIRST[1:]], "/Title (Microsoft Word - draft7.doc)"), "week.pdf"))
    assert paper.title == "Norway tells its ports to work with Chile"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"plain", "is no PDF"),
        ("a.pdf", b"%PDF-1.7\nnothing else", "is no PDF that can be read"),
        ("a.pdf", pdf([[]]), "only pictures"),
        ("a.html", b"", "no words"),
        ("a.html", b"<script>alert(1)</script>", "no words"),
        ("a.txt", b"\xff\xfea\0", "UTF-16"),
        ("a.txt", b"a" * (5 * 1024 * 1024 + 1), "more than 5"),
        ("a.html", b"a" * (20 * 1024 * 1024 + 1), "more than 20"),
        ("a.html", b"<p>" + b"word " * 1_100_000, "more than 5"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name: str, data: bytes, message: str) -> None:
    with pytest.raises(StudyError, match=message) as caught:
        from_bytes(data, name)
    assert caught.value.where == name
    assert caught.value.remedy


def test_a_locked_pdf_and_one_of_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(BytesIO(pdf([FIRST]))))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(StudyError, match="password"):
        from_bytes(locked.getvalue(), "locked.pdf")
    with pytest.raises(StudyError, match="501 pages"):
        from_bytes(pdf([["a"]] * 501), "long.pdf")


def test_word_files_are_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    with pytest.raises(StudyError, match="plain text, HTML or PDF"):
        read_article(tmp_path / "a.docx")
    with pytest.raises(StudyError, match="cannot be read"):
        read_article(tmp_path / "absent.html")


def test_nothing_of_a_page_is_fetched_or_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of 77 crowns")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        away = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        head = f'{HEAD}<link rel="stylesheet" href="{away}"><base href="{away}">'
        entity = f'<!DOCTYPE html SYSTEM "{away}" [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y SYSTEM "{away}">]>'
        one = BODY[0] + f'&x;&y;<iframe src="{away}"></iframe><img src="{away}"><script src="{away}"></script>'
        paper = web(entity + page(head, one))
        link = f"/OpenAction << /S /URI /URI ({away}) >>"
        from_bytes(pdf([FIRST], extra=link), "a.pdf")
        with pytest.raises(TimeoutError):
            server.accept()
    assert "secret" not in paper.text
    assert len(told(paper)) == 3


HURT: dict[str, Callable[[int], bytes]] = {
    "deep": lambda n: b"<div>" * (n // 5) + b"5% of all",
    "open": lambda n: b"<" * n,
    "entities": lambda n: b"&lt;" * (n // 4),
    "attributes": lambda n: b"<p " + b"a=1 " * (n // 4) + b">5% of all",
    "table": lambda n: b"<table>" + b"<tr><td>5" * (n // 9),
    "paragraphs": lambda n: b"<p>one more line" * (n // 16),
    "comment": lambda n: b"<!--" + b"-" * n,
    "json": lambda n: b'<script type="application/ld+json">' + b"[" * n + b"</script>5% of all",
    "classes": lambda n: b"<p class='" + b"a " * (n // 2) + b"'>5% of all",
}


@pytest.mark.parametrize("name", HURT)
def test_pages_made_to_hurt_end_soon(name: str) -> None:
    start = time.monotonic()
    try:
        said = from_bytes(HURT[name](500_000), "hurt.html").text
    except StudyError as error:
        said = error.where if error.where == "hurt.html" else ""
    assert said
    assert time.monotonic() - start < 20


def test_a_pdf_bomb_is_refused() -> None:
    """A stream of few bytes that unpacks to hundreds of megabytes."""
    bomb = zlib.compress(b"(5% of all) Tj " * 20_000_000, 9)
    whole = pdf([["PLACE"]])
    at = whole.index(b"<< /Length")
    end = whole.index(b"endstream")
    body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\n" % (len(bomb), bomb)
    with pytest.raises(StudyError) as caught:
        from_bytes(whole[:at] + body + whole[end:], "bomb.pdf", seconds=10)
    assert caught.value.where == "bomb.pdf"


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with pytest.raises(StudyError, match=r"within 0\.001 seconds"):
        from_bytes(HURT["paragraphs"](5_000_000), "slow.html", seconds=0.001)
    assert told(web(page()))[2] == ("70%", 70.0, "2031")


def test_the_child_has_no_network_and_starts_no_program() -> None:
    import subprocess
    import sys

    code = (
        "import socket, subprocess\nfrom equalterms.files.child import confine\nconfine()\n"
        "for act in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: subprocess.run(['true'])):\n"
        "    try: act()\n    except PermissionError: print('no')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "no\nno\n"


def test_read_takes_pages_pdfs_folders_and_lines(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(pdf([FIRST, SECOND], INFO))
    (tmp_path / "c.txt").write_text("Peru spent $5m in 2020.\n", encoding="utf-8")
    row = {"id": "wire", "text": "Chile spent $6m on Monday.", "pub_date": "2024-03-20"}
    (tmp_path / "d.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "e.css").write_text("p {}", encoding="utf-8")
    assert run(["read", str(tmp_path), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    papers = found["result"] if "result" in found else found["data"]
    assert [(p["id"], p["media"], len(p["claims"])) for p in papers] == [
        ("a", "text/html", 3),
        ("b", "application/pdf", 5),
        ("c", "text/plain", 1),
        ("wire", "text/plain", 1),
    ]
    assert papers[3]["claims"][0]["time"] == "2024-03-18"


def test_a_brief_of_a_pdf(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.pdf").write_bytes(pdf([FIRST, SECOND], INFO))
    assert run(["brief", str(tmp_path / "b.pdf"), "--runs", "20"]) in (0, 1)
    out = capfd.readouterr().out
    assert "Norway tells its ports to work with Chile" in out
    assert "made on 2024-03-18" in out


def test_a_study_may_keep_pages_among_its_articles(folder: Edit) -> None:
    place = folder()
    (place / "articles").mkdir()
    (place / "articles" / "news.html").write_text(page(), encoding="utf-8")
    assert [(a.id, a.media) for a in load(place).articles] == [("news", "text/html")]


def test_the_limits_are_those_that_are_documented() -> None:
    assert (articles.MOST_TEXT, articles.MOST_FILE) == (5 * 1024**2, 20 * 1024**2)
