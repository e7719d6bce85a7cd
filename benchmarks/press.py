"""How fast articles are read: a second on one core and on two, memory over many, time over the length of one.

Usage: python benchmarks/press.py [documents]        (100000 documents where no number is given)

The articles are generated: 3.6 kB each, no two alike, so that nothing is gained from a text that was read before.
Speed is counted in processor time for one core and in elapsed time for two; memory is that of the process that hands
out the texts and of the processes that read.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from collections.abc import Iterator

from equalterms.corpus import Item, rows
from equalterms.model import Article

SIZE = 3_600
COUNTRIES = ("Norway", "Chile", "Peru", "Kenya", "Japan", "Poland", "Brazil", "India", "Spain", "Egypt")
THINGS = ("ports", "schools", "banks", "railways", "farms", "mills", "harbours", "clinics", "mines", "fisheries")
SENTENCES = (
    "{a} plans to raise the share of trained {t} to {p}% by 203{d}, compared with {q}% in 202{d}.",
    "The minister said the {t} of {a} had been in talks with those of {b} since Monday.",
    "{a} ranks {n}th among the {m} states in terms of its {t}, according to the Harbour Index.",
    "Its {t} should add {m}.{d} billion crowns (${q}.{d} billion) to trade, she told a crowd of students in the town.",
    "No one in the village could remember a winter as mild as this one, and the {t} stayed open far into the night.",
    "President Kari Dahl of {b} expressed her desire to establish a new network of {t} number {x}.",
    "Exports of {t} rose {q}% to {m} million tonnes in 202{d}, {b} being the largest buyer.",
    "Critics of the plan, among them several former heads of the {t}, call it late, costly and hard to check.",
    "{a} and {b} agreed to open their {t} to each other, which neither had been willing to do before case {x}.",
)


PLAIN = (
    "Nobody in the town could remember a winter as mild, and the {t} near the old {u} stayed open far into the night.",
    "She had studied in {a} before she came home to look after the {t}, which her family had owned for generations.",
    "What the {t} need most, people there say, is time; what they get instead are visits from the capital.",
    "The road from the {u} to the coast was repaired in spring, and again after the storm that followed.",
    "Officials would not say whether the plan had been discussed with {b}, or who would pay for it in the end.",
    "Supporters hope for work, and for a reason to stay; critics fear that the {u} will be forgotten once more.",
    "In the meantime the {t} of {a} wait, as they have waited for so many other things that were promised to them.",
    "A teacher from the village, who did not want to be named, called it the wrong answer to a good question.",
    "It is not the first attempt of its kind, and the earlier ones are remembered for what they left behind.",
    "Much depends on the weather, on the price of fuel, and on neighbours who have troubles of their own.",
)
CLAIMING = 0.5
"""So large a part of the sentences states something. An article then has some 23 sentences and 11 claims; the one
that the project began with has 18 and 9."""


def article(number: int, size: int = SIZE, claiming: float = CLAIMING) -> Article:
    """An article of its own words and numbers."""
    chance, text = random.Random(number), ""  # noqa: S311  # no secret is made of it
    while len(text) < size:
        a, b = chance.sample(COUNTRIES, 2)
        of = SENTENCES if chance.random() < claiming else PLAIN
        words = chance.choice(of) if of is SENTENCES else " ".join(chance.sample(PLAIN, 2)).replace(". ", "; ", 1)
        sentence = words.format(
            a=a, b=b, u=chance.choice(THINGS), t=chance.choice(THINGS),
            p=chance.randint(50, 99), q=chance.randint(2, 49),
            d=chance.randint(0, 9), n=chance.choice((4, 5, 6, 7, 8, 9, 14, 25)), m=chance.randint(30, 190),
            x=chance.randint(1, 10**6),
        )  # fmt: skip
        text += sentence + ("\n\n" if chance.random() < 0.3 else " ")
    return Article(f"a{number}", text[:size], date="2024-05-15", date_basis="given")


def items(many: int, first: int = 0, claiming: float = CLAIMING) -> Iterator[Item]:
    """Articles as a corpus, made as they are asked for."""
    return (Item(f"n{n}", article(n, claiming=claiming)) for n in range(first, first + many))


def speed() -> None:
    """Articles a second on one core, and how many times that on two processes (their start not counted)."""
    many = 1_000
    ready = list(items(many))
    list(rows(items(50, 10**6)))
    start = time.process_time()
    list(rows(ready))
    one = many / (time.process_time() - start)
    print(f"one core:      {one:8.0f} articles a second of processor time")
    dense = list(items(200, claiming=1.0))
    start = time.process_time()
    list(rows(dense))
    print(f"one core:      {200 / (time.process_time() - start):8.0f} where every sentence makes a claim")
    rates = {}
    for jobs in (1, 2):
        laps = [elapsed(ready * 4, jobs) for _ in range(2)]
        rates[jobs] = max(laps)
        print(f"{jobs} process{'es' * (jobs > 1)}:   {rates[jobs]:8.0f} articles a second elapsed")
    print(f"two over one:  {rates[2] / rates[1]:8.2f}    ({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})")


def elapsed(ready: list[Item], jobs: int) -> float:
    """Articles a second after the first hundred: by then the processes have started."""
    found = rows(ready, jobs)
    for _ in range(100):
        next(found)
    start = time.perf_counter()
    left = sum(1 for _ in found)
    return left / (time.perf_counter() - start)


def memory(many: int) -> None:
    """The peak of memory after each tenth of many documents."""
    start = time.perf_counter()
    for number, _ in enumerate(rows(items(many), 2), 1):
        if number % max(1, many // 10) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number:8d} documents: {peak:6.0f} MiB, {time.perf_counter() - start:6.0f} s", flush=True)
    print(f"each reading process at most {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


def sizes() -> None:
    """Microseconds a character over the length of an article: the same where time is linear."""
    for size in (3_600, 14_400, 57_600, 230_400):
        best = min(took(Item("n", article(7 + lap, size))) for lap in range(3))
        print(f"{size:8d} characters: {1e6 * best / size:6.2f} microseconds a character")


HOSTILE = {
    "5% 5% 5% ...": "5% ",
    "$5bn $5bn ...": "$5bn ",
    "sentences of claims": "Norway rose 5% to $3bn. ",
    "sentences of events": "Peru attacked Chile. ",
    "lines of addresses": "www.x.com\n",
    "lines of credits": "(Photo by A)\n",
    "one long line": "a calm day ",
    "one long number": "7",
    "brackets in brackets": "([{",
    "marks of direction": "a\u202eb\u200b ",
}
"""Texts that nobody wrote to be read."""


def hostile() -> None:
    """Microseconds a character over the length of hostile texts, or why they are refused."""
    print(f"{'hostile text':22} {'50 kB':>9} {'200 kB':>9} {'800 kB':>9}   microseconds a character")
    for name, piece in HOSTILE.items():
        cells = []
        for size in (50_000, 200_000, 800_000):
            item = Item("n", Article("n", piece * (size // len(piece)), date="2024-05-15", date_basis="given"))
            start = time.process_time()
            (row,) = rows([item])
            spent = 1e6 * (time.process_time() - start) / size
            cells.append(f"{spent:9.2f}" if not row.fault else f"{'refused':>9}")
        print(f"{name:22} {' '.join(cells)}", flush=True)


def took(item: Item) -> float:
    """Seconds of processor time for one article."""
    start = time.process_time()
    (row,) = rows([item])
    assert not row.fault, row.fault
    return time.process_time() - start


if __name__ == "__main__":
    speed()
    sizes()
    hostile()
    memory(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
