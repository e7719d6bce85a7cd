"""Many articles at once: in order, the same for any number of processes, bad ones told, read on, repeats found."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from equalterms.cli.app import run
from equalterms.cli.inputs import items, texts
from equalterms.corpus import Item, Row, rows
from equalterms.errors import StudyError, UsageError
from equalterms.model import Article
from equalterms.press.alike import LEAST, Alike, runs, signature

WORDS = [f"word{n}" for n in range(2_000)]


def prose(seed: int, many: int = 300) -> list[str]:
    return [str(word) for word in np.random.default_rng(seed).choice(WORDS, many)]


def paper(number: int) -> Item:
    text = f"Norway sold {number + 2} million tonnes of fish in 2020.\n\n" + " ".join(prose(number, 40)) + "."
    return Item(f"n{number}", Article(f"a{number}", text))


def exact(one: str, two: str) -> float:
    a, b = set(runs(one).tolist()), set(runs(two).tolist())
    return len(a & b) / len(a | b)


@pytest.mark.parametrize("changed", [0, 1, 5, 20, 60, 200])
def test_the_estimate_is_near_the_exact_overlap(changed: int) -> None:
    gaps = []
    for seed in range(20):
        words = prose(seed)
        other = list(words)
        for at in np.random.default_rng(seed).choice(300, changed, replace=False):
            other[at] = "changed"
        one, two = " ".join(words), " ".join(other)
        first, second = signature(one), signature(two)
        assert first is not None
        assert second is not None
        gaps.append(float((first == second).mean()) - exact(one, two))
    assert abs(sum(gaps) / len(gaps)) < 0.03  # a standard error of 0.5 / sqrt(64 * 20) = 0.014 at the most
    assert max(map(abs, gaps)) < 0.25


@pytest.mark.parametrize("gone", range(12))
def test_repeats_are_found_and_others_are_not(gone: int) -> None:
    words = prose(gone)
    alike = Alike()
    assert alike.add("first", signature(" ".join(words))) is None
    assert alike.add("shorter", signature(" ".join(words[: 300 - gone]))) == "first"
    assert alike.add("capitals", signature(" ".join(words).upper())) == "first"
    assert alike.add("half", signature(" ".join(words[:150] + prose(99)[:150]))) is None
    assert alike.add("other", signature(" ".join(prose(1_000 + gone)))) is None


def test_a_short_text_repeats_nothing() -> None:
    assert signature(" ".join(WORDS[: LEAST + 1])) is None
    assert signature(" ".join(WORDS[: LEAST + 2])) is not None
    assert Alike().add("a", None) is None


def test_chinese_is_told_by_its_letters() -> None:
    text = "".join(chr(0x4E00 + n) for n in prose_numbers(200))
    one, two = signature(text), signature(text[:-4])
    assert one is not None
    assert two is not None
    assert float((one == two).mean()) > 0.8


def prose_numbers(many: int) -> list[int]:
    return [int(n) for n in np.random.default_rng(5).choice(20_000, many, replace=False)]


def test_only_the_latest_are_remembered() -> None:
    alike = Alike(most=2)
    signs = [signature(" ".join(prose(seed))) for seed in range(3)]
    assert [alike.add(str(n), sign) for n, sign in enumerate(signs)] == [None, None, None]
    assert alike.add("again", signs[2]) == "2"
    assert alike.add("forgotten", signs[0]) is None


def test_rows_come_in_order_and_are_the_same_for_two_processes() -> None:
    corpus = [paper(n) for n in range(40)]
    corpus[7] = Item("n7", fault=("is no JSON", "write one object a line"))
    corpus[20] = Item("n20", Article("a20", "a\0b"))
    corpus[30] = Item("n30", corpus[3].paper)
    alone = list(rows(corpus))
    assert list(rows(corpus, jobs=2)) == alone
    assert [row.name for row in alone] == [item.name for item in corpus]
    assert {row.name: row.fault for row in alone if row.fault} == {
        "n7": "n7: is no JSON (write one object a line)",
        "n20": "n20: this is not text: it holds NUL characters (give a plain text file in UTF-8)",
    }
    assert {row.name: row.duplicate_of for row in alone if row.duplicate_of} == {"n30": "n3"}
    data = json.loads(alone[30].line)
    assert (data["source"], data["duplicate_of"], data["id"]) == ("n30", "n3", "a3")
    assert data["claims"][0]["value"] == 5e6


def test_a_bug_of_the_reader_costs_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    import equalterms.press

    def breaks(article: Article) -> object:
        if article.id == "a1":
            raise IndexError("list index out of range")
        return real(article)

    real = equalterms.press.read
    monkeypatch.setattr(equalterms.press, "read", breaks)
    found = list(rows([paper(n) for n in range(3)]))
    assert [bool(row.fault) for row in found] == [False, True, False]
    assert "IndexError: list index out of range" in found[1].fault


def test_what_was_read_is_not_read_again_but_still_found() -> None:
    corpus = [paper(0), paper(1), Item("again", paper(0).paper)]
    assert list(rows(corpus, done={"n0"})) == [Row("n0"), *list(rows(corpus))[1:]]


def test_a_stream_is_not_run_ahead_of() -> None:
    taken = 0

    def stream() -> object:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield paper(number)

    found = rows(stream(), jobs=2)  # type: ignore[arg-type]
    next(found)
    assert taken <= 16 * 4 * 2
    found.close()  # type: ignore[attr-defined]


def lines(many: int) -> bytes:
    found = [{"id": item.paper.id, "text": item.paper.text} for item in map(paper, range(many)) if item.paper]
    return "".join(json.dumps(row) + "\n" for row in found).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with texts of every kind, packed and not, some broken."""
    home = tmp_path / "press"
    (home / "sub").mkdir(parents=True)
    (home / "a.jsonl.gz").write_bytes(gzip.compress(lines(30) + b"broken\n" + b'{"id": 1}\n'))
    (home / "b.txt").write_text("Chile sold 9 ships in 2021.", encoding="utf-8")
    (home / "c.txt").write_bytes(b"\xff\xfe\x00")
    (home / "d.html.xz").write_bytes(lzma.compress(b"<html><body><p>Peru sold 4 ships in 2021.</p></body></html>"))
    (home / "e.txt.bz2").write_bytes(bz2.compress(b"Peru sold 8 ships in 2021."))
    (home / "f.jsonl.gz").write_bytes(gzip.compress(lines(5))[:-20])
    (home / "sub" / "g.txt.gz").write_bytes(b"no gzip")
    (home / "sub" / "picture.png").write_bytes(b"no text")
    return home


def test_a_folder_is_a_stream_of_texts(folder: Path) -> None:
    found = list(items([str(folder)]))
    names = [item.name.removeprefix(str(folder) + "/") for item in found]
    assert names[:2] + names[29:36] == [
        *("a.jsonl.gz:1", "a.jsonl.gz:2", "a.jsonl.gz:30", "a.jsonl.gz:31", "a.jsonl.gz:32"),
        *("b.txt", "c.txt", "d.html.xz", "e.txt.bz2"),
    ]
    bad = {name: item.fault[0] for name, item in zip(names, found, strict=True) if item.fault}
    assert bad.pop("a.jsonl.gz:31") == "is no JSON in UTF-8"
    assert bad.pop("a.jsonl.gz:32") == "has no text"
    assert "UTF-16" in bad.pop("c.txt")
    assert "cannot be unpacked" in bad.pop("sub/g.txt.gz")
    (cut,) = bad.items()
    assert cut[0].startswith("f.jsonl.gz:")
    assert "cannot be read on" in cut[1]
    assert "Peru sold 8 ships" in next(i.paper.text for i in found if i.paper and "e.txt" in i.name)
    assert "Peru sold 4 ships" in next(i.paper.text for i in found if i.paper and "d.html" in i.name)


def test_one_bad_text_stops_the_reading_of_a_few(folder: Path) -> None:
    with pytest.raises(StudyError, match="UTF-16"):
        texts([str(folder / "b.txt"), str(folder / "c.txt")])
    assert [paper.id for paper in texts([str(folder / "b.txt"), str(folder / "e.txt.bz2")])] == ["b", "e"]


@pytest.fixture
def reads(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, bytes, str]]:
    """Read the folder: the exit code, the bytes of the file, what was said."""

    def call(*options: str, out: str = "out.jsonl") -> tuple[int, bytes, str]:
        code = run(["read", str(folder), "-o", str(tmp_path / out), *options])
        said = capfd.readouterr()
        return code, (tmp_path / out).read_bytes(), said.out + said.err

    return call


def test_the_command_reads_a_corpus(reads: Callable[..., tuple[int, bytes, str]]) -> None:
    code, data, said = reads("--jobs", "1")
    found = [json.loads(line) for line in data.splitlines()]
    assert code == 1
    assert sum("error" in row for row in found) == 5
    assert "c.txt: is in UTF-16" in said
    assert "5 bad texts" in said
    assert reads("--jobs", "2", out="two.jsonl")[:2] == (code, data)


@pytest.mark.parametrize("kept", [0, 1, 900, 5_000, -1, -400])
def test_a_corpus_is_read_on(reads: Callable[..., tuple[int, bytes, str]], tmp_path: Path, kept: int) -> None:
    _, whole, _ = reads("--jobs", "1")
    (tmp_path / "out.jsonl").write_bytes(whole[:kept])
    assert reads("--resume")[1] == whole
    assert reads("--resume")[1] == whole


def test_a_file_of_something_else_is_not_gone_on_with(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(StudyError, match="no text read before"):
        run(["read", str(folder), "--resume", "-o", str(tmp_path / "other.jsonl")])
    assert (tmp_path / "other.jsonl").read_text() == '{"id": 1}\n'
    with pytest.raises(UsageError, match="into a file"):
        run(["read", str(folder), "--jobs", "2"])
