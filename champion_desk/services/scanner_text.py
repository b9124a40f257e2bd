"""Free text as the privacy scanner reads it: in plain signs, without figures that are nothing personal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
_DOTS = "\u00b7\u2022\u2024\u2219\u22c5"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c\u2066\u2069"
_QUOTES = "\u2018\u2019\u02bc\u00b4`"


class _Plain(dict[int, str]):
    """For each sign one plain sign, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(sign: str) -> str:
    for signs, plain in ((_DASHES, "-"), (_DOTS, "."), (_NOTHING, "_"), (_QUOTES, "'")):
        if sign in signs:
            return plain
    if sign.isspace():
        return "\n" if sign in "\n\r\x0b\x0c\u2028\u2029" else " "
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    same = unicodedata.normalize("NFKC", sign)
    return same if len(same) == 1 else sign


_TABLE = _Plain()


def level(text: str) -> str:
    """The text, sign for sign as long, with plain digits, spaces, dashes and full-width letters."""
    return text.translate(_TABLE)


# Times, dates, prices, shares, versions, web addresses: digits in them belong to nobody.
_FIGURES = re.compile(
    r"""
    (?=[\dhwv£$€])(?:                       # no other sign begins one
    https?://\S+ | www\.\S+
    | (?<![\w.])\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\b\.?|yb\b|yp\b|f\b)                # 3.15pm
    | (?<![\w.:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])                  # 14:30
    | (?<![\w./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:20\d\d|19\d\d|\d\d)(?!\d|[./-]\d)
    | (?<![\w./-])(?:20|19)\d\d([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])(?!\d|[./-]\d)
    | [£$€]\s?\d[\d,]*(?:\.\d{1,2})?
    | (?<![\w.])\d[\d,]*(?:\.\d+)?\s?%
    | (?<![\w.])v?[1-9]\d{0,2}(?:\.\d{1,5}){3}(?![\w.]\d)                    # 192.168.1.254, 131.0.6778.85
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def without_figures(plain: str) -> str:
    """The text, as long as before, with a sign that is no digit for each sign of a time, date or price."""
    return _FIGURES.sub(lambda figure: "\x01" * len(figure[0]), plain)


@dataclass(frozen=True, slots=True)
class Token:
    """Digits that stand together, and the signs beside them. Look-alike letters are read as digits."""

    start: int
    end: int
    digits: str
    before: str
    after: str


_LOOK_ALIKE = str.maketrans("OoIl|", "00111")
_TOKEN = re.compile(r"[0-9](?:[0-9OoIl|]*[0-9OoIl|])?|(?<![^\W\d_])[OoIl|](?=[0-9])[0-9OoIl|]*")
_GAP = re.compile(r"[ \t\n_.,:;*/()~+-]{1,4}\Z")

# How many letters may stand for digits in one number.
_MOST_LOOK_ALIKES = 4
_STRETCH = re.compile(r"[0-9OoIl|][0-9OoIl| \t\n_.,:;*/()~+-]{5,}")


def tokens(plain: str, least: int) -> Iterator[list[Token]]:
    """Runs of digits that punctuation or spaces divide, each as its tokens, in order."""
    for stretch in _STRETCH.finditer(plain):
        if sum(map(str.isdigit, stretch[0])) >= least - _MOST_LOOK_ALIKES:
            yield from _runs(plain, *stretch.span())


def _runs(plain: str, first: int, last: int) -> Iterator[list[Token]]:
    run: list[Token] = []
    for match in _TOKEN.finditer(plain, first, last):
        start, end = match.span()
        one = Token(
            start, end, match[0].translate(_LOOK_ALIKE), plain[start - 1 : start], plain[end : end + 1]
        )
        if run and not _GAP.match(plain[run[-1].end : start]):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def windows(run: list[Token], least: int, most: int) -> Iterator[tuple[list[Token], str]]:
    """Each part of a run that has so many digits, the longest first from each token, with its digits."""
    for first in range(len(run)):
        parts, count = [], 0
        for last in range(first, len(run)):
            count += len(run[last].digits)
            if count > most:
                break
            if count >= least:
                parts.append(last + 1)
        for end in reversed(parts):
            chosen = run[first:end]
            yield chosen, "".join(one.digits for one in chosen)
