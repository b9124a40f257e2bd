"""How hard each handout is to read: a table of its own, and two rows for the table of figures.

`python -m tests.benchmarks.handouts` prints the table alone. The formula is that of `domain.reading_age`.
"""

from __future__ import annotations

from collections.abc import Mapping

from champion_desk.domain.handouts import Handout
from champion_desk.domain.reading_age import Reading, reading_of, texts_of
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all

Row = tuple[str, str, str, str, bool]
OLDEST = 9.0
LONGEST = 20


def _readings() -> list[tuple[Mapping[str, Handout], Reading]]:
    library = read_all(resources_dir() / "handouts").values()
    return [(languages, reading_of(texts_of(languages["en"]))) for languages in library]


def handout_rows() -> list[Row]:
    """The oldest reading age and the longest sentence of the English library, against their aims."""
    readings = [reading for _languages, reading in _readings()]
    age = max(reading.age for reading in readings)
    words = max(reading.words_in_longest for reading in readings)
    return [
        (
            f"reading age in years, highest of {len(readings)} handouts",
            f"{age:.1f} / {OLDEST:.0f}",
            f"{age / OLDEST:.2f}",
            "at most 1.0",
            age <= OLDEST,
        ),
        (
            "words in the longest sentence of a handout",
            f"{words} / {LONGEST}",
            f"{words / LONGEST:.2f}",
            "at most 1.0",
            words <= LONGEST,
        ),
    ]


def reading_table() -> str:
    """Every handout: its reading age, its words, its average and its longest sentence, its languages."""
    head = f"{'handout':36}  {'age':>4}  {'words':>5}  {'a sentence':>10}  {'longest':>7}  languages"
    lines = [
        f"{languages['en'].slug:36}  {reading.age:4.1f}  {reading.words:5}  "
        f"{reading.words / reading.sentences:10.1f}  {reading.words_in_longest:7}  {' '.join(languages)}"
        for languages, reading in _readings()
    ]
    return "\n".join([head, *lines])


if __name__ == "__main__":
    print(reading_table())
