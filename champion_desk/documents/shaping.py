"""Words of Arabic, Urdu and Bengali as glyphs: HarfBuzz joins, stacks and places them, a word at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz

from champion_desk.paths import resources_dir

_RING = 0x25CC  # what HarfBuzz puts below a mark that has no letter; nothing to write with


class Glyph(NamedTuple):
    """One glyph of a font, and how far from its cluster's place it stands, in thousandths of the size."""

    number: int
    x: int
    y: int


class Cluster(NamedTuple):
    """The least part of a word that has a shape of its own: its letters, and what is drawn for them.

    `advance` is its width in thousandths of the size.
    """

    text: str
    glyphs: tuple[Glyph, ...]
    advance: int


class Shaped(NamedTuple):
    """A word's clusters from left to right, and its width in thousandths of the size."""

    clusters: tuple[Cluster, ...]
    advance: int


@cache
def face(file: str) -> uharfbuzz.Face:
    """A font of ours by its file's name. All of them have a thousand units to their size."""
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(resources_dir() / "fonts" / file)))


@cache
def _font(file: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(face(file))


@cache
def nominal_widths(file: str) -> dict[int, int]:
    """The width of every letter the font has, standing alone, in thousandths of the size."""
    font = _font(file)
    glyphs = {sign: font.get_nominal_glyph(sign) for sign in face(file).unicodes}
    return {
        sign: font.get_glyph_h_advance(glyph) for sign, glyph in glyphs.items() if glyph and sign != _RING
    }


@lru_cache(maxsize=32_768)  # a few thousand words make a library of sheets
def shaped(text: str, file: str, script: str, language: str, from_right: bool) -> Shaped:
    """The text as glyphs of that font; `script` as ISO 15924 has it ("Arab"), `language` as BCP 47 has it."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if from_right else "ltr"
    buffer.script = script
    buffer.language = language
    if from_right:
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    uharfbuzz.shape(_font(file), buffer)
    clusters = tuple(
        part
        for cluster in _clusters(text, buffer)
        for part in (_one_letter_each(cluster) if from_right else (cluster,))
    )
    return Shaped(clusters, sum(cluster.advance for cluster in clusters))


def _clusters(text: str, buffer: uharfbuzz.Buffer) -> Iterator[Cluster]:
    """The glyphs of a shaped buffer, those of the same letters together, from left to right."""
    drawn = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _place in drawn})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    for start, group in groupby(drawn, key=lambda one: int(one[0].cluster)):
        at, glyphs = 0, []
        for info, place in group:
            glyphs.append(Glyph(info.codepoint, at + place.x_offset, place.y_offset))
            at += place.x_advance
        yield Cluster(text[start : ends[start]], tuple(glyphs), at)


def _one_letter_each(cluster: Cluster) -> Iterator[Cluster]:
    """A ligature as one part for each of its letters, from left to right; the first of them draws it all.

    Readers turn the letters of a line round one by one; those of a single code they would leave as they are.
    """
    letters = cluster.text[::-1]
    share = cluster.advance // len(letters)
    yield Cluster(letters[0], cluster.glyphs, cluster.advance - share * (len(letters) - 1))
    for letter in letters[1:]:
        yield Cluster(letter, (), share)
