"""Pages and PDFs of our own, made in memory for the tests."""

from __future__ import annotations

from collections.abc import Sequence

HEAD = """<meta property="og:site_name" content="Harbour Post">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "datePublished": "2001-01-01"},
{"@type": "NewsArticle", "headline": "Norway tells its ports to work with Chile",
"datePublished": "2024-03-18T10:00:00Z"}]}</script>"""
BODY = (
    "Norway expects its ports to add 40.5&nbsp;billion crowns ($3.9 billion) to trade in 2031, compared with "
    "0.6 billion crowns ($0.06 billion) in 2021.",
    "Its port strategy also says that 70% of <b>all</b> pilots should hold a digital licence by 2031, a goal that the "
    "ministry set out in a paper for the harbours of the west coast.",
)
PAGE = """<!DOCTYPE html><html lang="en-GB"><head>
<title>Norway tells its ports to work with Chile | Harbour Post</title>
{head}</head><body><nav><a href="/">Home</a> <a href="/e">Economy</a></nav>
<div class="breadcrumbs">Home / Economy / Norway</div>
<article><h1>Norway tells its ports to work with Chile</h1>
<p class="byline">By Jane Doe</p><p>{one}</p>
<figure><img src="a.png"><figcaption>A ship in Oslo (Photo by Nils Berg)</figcaption></figure><p>{two}</p></article>
<aside><h3>Related</h3><a href="/p">Peru wins a cup, 5 goals to 0</a></aside>
<div style="display:none">12 hidden ships</div><script>document.write("13 written ships")</script>
<footer>© 2024 Harbour Post. All rights reserved.</footer></body></html>"""


def page(head: str = HEAD, one: str = BODY[0], two: str = BODY[1]) -> str:
    """A page of news with a menu, a byline, a caption, other stories and a footer."""
    return PAGE.format(head=head, one=one, two=two)


def pdf(pages: Sequence[Sequence[str]], info: str = "", extra: str = "") -> bytes:
    """A PDF of these lines, a page each; `info` stands in its header, `extra` in its catalogue."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {extra} >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, lines in enumerate(pages):
        shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET"
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {font} /Contents {5 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    return _file(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: Sequence[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    start = len(out)
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}\nstartxref\n{start}\n%%EOF\n".encode()
