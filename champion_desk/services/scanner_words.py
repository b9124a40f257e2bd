"""Finds contacts that are written with letters: e-mail addresses and full postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from champion_desk.domain.findings import Finding
from champion_desk.domain.identifiers import can_be_postcode, words

_LOCAL = r"[\w.!#$%&'*+/=?^{|}~-]*[\w!#$%&*+/=?^{|}~-]"
_HOST = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]"
_ADDRESS = re.compile(rf"{_LOCAL}\Z")
_PLAIN_HOST = re.compile(_HOST)
# Spaced out or spelled out, only with an ending that is one.
_ENDING = (
    r"(?:co\.uk|org\.uk|gov\.uk|ac\.uk|nhs\.uk|com|net|org|uk|scot|wales|cymru|london|ie|eu|info|me|io|de|fr|pl|ro|"
    r"es|it|nl|pt|ua|lt|lv|bg|hu|cz|sk|gr|in|pk)"
)
_MAKERS = "gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|btinternet|live|aol|msn|sky|virginmedia|proton"
_SPELLED = re.compile(
    rf"(?<![\w.+-])([\w.+'-]+)(?:\s?[\[({{]\s?(?:at|@)\s?[\])}}]\s?|\s@\s?|@\s|\sat\s)"
    rf"([\w-]+)(?:\s?(?:\.|[\[({{]\s?(?:dot|\.)\s?[\])}}]|\sdot\s)\s?([\w-]+))*?"
    rf"\s?(?:\.|[\[({{]\s?(?:dot|\.)\s?[\])}}]|\sdot\s)\s?{_ENDING}\b",
    re.IGNORECASE,
)
_MAKER = re.compile(rf"(?<![\w.+-])[\w.+-]+\s?@\s?(?:{_MAKERS})\b(?!\.\w)", re.IGNORECASE)

_POSTCODE = re.compile(
    r"(?<![^\W_])(GIR|[A-PR-UWYZ](?:[A-HK-Y]?\d[ABEHMNPRV-Y]?|[A-HK-Y]?\d\d|\d[A-HJKPS-UW]))"
    r"([ \t_.\n-]{0,2})(\d[ABD-HJLNP-UW-Z]{2})(?![^\W_])",
    re.IGNORECASE,
)
_ORDINAL = words("""1st 2nd 3rd 0th 4th 5th 6th 7th 8th 9th""")
_UNITS = words("""hr ft yr lb gb tb""")
_MEMORY = re.compile(
    r"\s?(?:ram|memory|disk|drive|ssd|hdd|stick|storage|usb|card|laptop|model|free)\b", re.IGNORECASE
)


def emails(plain: str) -> Iterator[Finding]:
    """E-mail addresses, also where @ or the dots are spaced or spelled out."""
    at, end = plain.find("@"), 0
    while at >= 0:
        local = _ADDRESS.search(plain[max(end, at - 64) : at])
        host = _PLAIN_HOST.match(plain, at + 1)
        if local and host:
            start = at - len(local[0].lstrip(".'/=!#&*{|?"))
            end = host.end()
            if start < at:
                yield Finding("email", start, end)
        at = plain.find("@", max(at + 1, end))
    if "@" in plain or "dot" in plain.lower() or "(at" in plain.lower() or "[at" in plain.lower():
        for pattern in (_SPELLED, _MAKER):
            for match in pattern.finditer(plain):
                yield Finding("email", match.start(), match.end())


def postcodes(plain: str) -> Iterator[Finding]:
    """Full postcodes, in capitals or not, with their space or without."""
    for match in _POSTCODE.finditer(plain):
        outward, gap, inward = match[1].upper(), match[2], match[3].upper()
        if gap == "" and match[0] not in (match[0].upper(), match[0].lower()):
            continue  # M110we is a printer
        if can_be_postcode(outward, inward) and not _is_measure(
            outward, match[3], gap, plain[match.end() : match.end() + 12]
        ):
            yield Finding("postcode", match.start(), match.end())


def _is_measure(outward: str, inward: str, gap: str, rest: str) -> bool:
    """“B1 2nd floor”, “W11 8GB memory”: the second half is an ordinal or an amount."""
    if not gap:
        return False
    if inward in _ORDINAL or inward[1:] in _UNITS:
        return True
    amount = inward[1:].upper() in ("GB", "TB")
    return amount and (outward in ("W10", "W11") or bool(_MEMORY.match(rest)))
