"""The directory's search over 10,000 and 100,000 generated listings, beside plain FTS5 and Tantivy."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import tantivy

from champion_desk.app import build_services
from champion_desk.paths import resources_dir
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo import PASSPHRASE, start_demo
from champion_desk.services.desks import DeskService
from champion_desk.storage import engine
from champion_desk.storage.store import Store
from tests.benchmarks.large_directory import fill, indexed, listings
from tests.services.relevance import LEAST, QUESTIONS, reached

Row = tuple[str, str, str, str, bool]
_ROOT = Path(__file__).resolve().parents[2]
# What is typed, each measured at its last letter: long and short beginnings, several words, slips, synonyms.
QUERIES = (
    *("a", "l", "s", "co", "li", "fo", "lib", "com", "serv", "advi", "library", "advice", "computer"),
    *(
        "debt a",
        "debt advice",
        "food b",
        "food bank",
        "phone help",
        "free data",
        "computer class",
        "carers g",
    ),
    *(
        "UC",
        "wifi",
        "council house",
        "univeral credit",
        "benfits",
        "benefits for carers",
        "kirkwall",
    ),
    *("forms and letters", "learn online"),
)
_FOUND = 50
_SIZES = ((10_000, 5.0), (100_000, 16.0))  # listings, milliseconds

_KEYSTROKES = """
import json, sys
from pathlib import Path
from champion_desk.tour import keystrokes
print(json.dumps(keystrokes(Path(sys.argv[1]), json.loads(sys.argv[2]), 240)))
"""


def search_rows(catalogues: Catalogues) -> list[Row]:
    """Rows for the table: relevance, then speed for each size."""
    rows: list[Row] = []
    for count, aim in _SIZES:
        with tempfile.TemporaryDirectory(prefix="champion-desk-bench-") as made:
            folder = Path(made) / "demo"
            desk = DeskService(folder, catalogues.words)
            start_demo(desk, lambda opened, desk=desk: build_services(desk, opened, catalogues))  # type: ignore[misc]
            opened = desk.unlock(PASSPHRASE)
            if not rows:
                services = build_services(desk, opened, catalogues)
                good = len(reached(services))
                figure = f"{good} / {len(QUESTIONS)} questions"
                what = "what a champion expects, in the first three"
                rows.append(
                    (what, figure, f"{good / len(QUESTIONS):.2f}", f"at least {LEAST}", good >= LEAST)
                )
            fill(opened.store, count)
            fts, other = _fts5(opened.store), _tantivy(count, Path(made))
            desk.close()
            ours = _p95(_painted(folder))
            what = f"keystroke to painted results, p95, {count:,} listings"
            ratio = f"{ours / aim:.2f}"
            rows.append((what, f"{ours:.1f} ms / {aim:.0f} ms", ratio, "under 1", ours < aim))
            beside = f"FTS5 {fts:.1f}, Tantivy {other:.1f}"
            rows.append((f"  the first {_FOUND} of plain FTS5 and Tantivy, p95, ms", beside, "", "", True))
    return rows


def _painted(folder: Path) -> list[float]:
    kept = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", _KEYSTROKES, str(folder), json.dumps(QUERIES)],
        capture_output=True,
        text=True,
        env=kept,
        check=True,
    )
    return list(json.loads(ended.stdout.splitlines()[-1]))


def _p95(seconds: Sequence[float]) -> float:
    """In milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000


def _timed(look: Callable[[str], object]) -> float:
    found = []
    for _round in range(3):
        for query in QUERIES:
            began = time.perf_counter()
            look(query)
            found.append(time.perf_counter() - began)
    return _p95(found)


def _fts5(store: Store) -> float:
    """The same store's index asked by itself, each word as a beginning, ranked by bm25."""
    with closing(engine.connect(store.path, store.key, read_only=True)) as connection:

        def look(query: str) -> object:
            match = " ".join(f'"{word}"*' for word in query.split())
            return connection.execute(
                "SELECT rowid FROM listing_words WHERE listing_words MATCH ?"
                f" ORDER BY bm25(listing_words, 12.0, 5.0, 4.0, 4.0, 1.0) LIMIT {_FOUND}",
                (match,),
            ).fetchall()

        return _timed(look)


def _tantivy(count: int, folder: Path) -> float:
    """Tantivy over the same listings, English stems, the words of a query in any field."""
    builder = tantivy.SchemaBuilder()
    names = ("name", "organisation", "place", "tags", "description")
    for name in names:
        builder.add_text_field(name, tokenizer_name="en_stem")
    builder.add_integer_field("number", stored=True)
    place = folder / "tantivy"
    place.mkdir()
    index = tantivy.Index(builder.build(), path=str(place))
    writer = index.writer(heap_size=60_000_000, num_threads=1)
    for number, listing in enumerate(listings(count)):
        writer.add_document(tantivy.Document(number=number, **indexed(listing)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def look(query: str) -> object:
        parsed, _errors = index.parse_query_lenient(query, list(names), conjunction_by_default=True)
        return searcher.search(parsed, _FOUND).hits

    return _timed(look)


if __name__ == "__main__":
    for row in search_rows(Catalogues(resources_dir())):
        print(*row, sep="   ")
