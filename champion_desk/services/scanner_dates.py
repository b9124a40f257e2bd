"""Finds dates of birth: a date beside a word for birth, or one of long ago beside words for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from champion_desk.domain.findings import Finding

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?|"
    "ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr|"
    "(?:am |an |a' )?(?:faoilleach|gearran|mh[aà]rt|giblean|c[eè]itean|[oò]gmhios|(?:t-)?iuchar|l[uù]nastal|"
    "(?:t-)?sultain|d[aà]mhair|(?:t-)?samhain|d[uù]bhlachd)"
)
_SPLIT = r"\s?[./-]\s?"
_DATE = re.compile(
    rf"""(?<![\w./-])(?:
      (?:0?[1-9]|[12]\d|3[01]){_SPLIT}(?:0?[1-9]|1[0-2]){_SPLIT}(?P<a>(?:19|20)?\d\d)(?![\d]|[./-]\d)
    | (?P<b>(?:19|20)\d\d){_SPLIT}(?:0?[1-9]|1[0-2]){_SPLIT}(?:0?[1-9]|[12]\d|3[01])(?![\d]|[./-]\d)
    | (?:0?[1-9]|[12]\d|3[01])[ ](?:0?[1-9]|1[0-2])[ ](?P<c>(?:19|20)?\d\d)(?!\d|[ ]\d)
    | (?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|ain|af|fed|eg|mh)?[ .-]*(?:of[ ])?(?:{_MONTHS})\b
          (?:[ ,.-]+(?P<d>(?:19|20|')?\d\d)(?!\d))?
    | (?:{_MONTHS})[ .]*(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:])
          (?:[ ,.-]+(?P<e>(?:19|20)\d\d)(?!\d))?
    | (?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?P<f>(?:19|20)\d\d)(?!\d)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_BIRTH = re.compile(
    r"""\b(?=[dbgpcrl])(?:d\.?\s?o\.?\s?b\b\.?|d/o/b|dates?\sof\sbirth|birth\s?-?dates?|birth\s?days?|born|b\.|b:|
    dyddiad\s+geni|geni|ganwyd|ganed|pen-?\s?blwydd|
    rugadh|co-?\s?l[aà]-?\s?breith|(?:latha|ceann-latha)[-\s]breith)""",
    re.VERBOSE | re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?=[ayphtcwglmfsdvo])(?:aged?|years?\sold|yrs?\sold|y/?o|pensioner|he|she|his|her|him|hers|they|customer|client|citizen|patient|"
    r"lady(?!')|gentleman|man|woman|mum|dad|mother|father|son|daughter|husband|wife|child|tenant|claimant|visitor|oed|oes|"
    r"aois)\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:issued?|expir\w*|version|updated?|built|build|edition|since|dated?|valid|published|opened|released?|bought|"
    r"made|model|firmware|driver|copyright|from|until|till|before|after|due|appointment|booked|journal)\b[\s:]*"
    r"(?:on|in|the|of|is|was)?\s*\Z",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(r"(?<!\d)(?:19|20[0-4])\d")
_NEAR_BEFORE, _NEAR_AFTER = 28, 22


def birth_dates(plain: str, today: date | None = None) -> Iterator[Finding]:
    """Dates of birth. A plain date, such as the day something is due, is none."""
    if not _BIRTH.search(plain) and not (_LONG_AGO.search(plain) and _PERSON.search(plain)):
        return  # most texts: and this is the slowest pattern of all
    this_year = (today or date.today()).year
    for match in _DATE.finditer(plain):
        start, end = match.span()
        before = re.split(r"[\n!?]", plain[max(0, start - _NEAR_BEFORE) : start])[-1]
        after = re.split(r"[\n!?]", plain[end : end + _NEAR_AFTER])[0]
        if _said(before) or _said_after(after):
            yield Finding("birth-date", start, end)
            continue
        year = next((given for given in match.groups() if given), "")
        if len(year) == 4 and 10 <= this_year - int(year) <= 110:
            sentence = re.split(r"[\n!?;]", plain[max(0, start - 60) : start])[-1]
            if _PERSON.search(sentence + "\n" + after) and not _THING.search(sentence):
                yield Finding("birth-date", start, end)


def _said(before: str) -> bool:
    """A word for birth stands before, with no date or end of sentence between; masks' words don't count."""
    before = re.sub(r"(?:^|\[)[^\[\]\d]*\]", "00", before)
    ends = [said.end() for said in _BIRTH.finditer(before)]
    between = r"\d{2}|\.\s+[A-Z]|[,;]\s*(?:due|by|until|appointment)"
    return bool(ends) and not re.search(between, before[ends[-1] :])


def _said_after(after: str) -> bool:
    """“12/03/1950 (dob)”, “3 May 1950 is her birthday”; not a word that the next date belongs to."""
    said = _BIRTH.match(re.sub(r"^[\s,(=:-]*(?:is\s)?(?:h(?:er|is)\s|the(?:ir)?\s|my\s)?", "", after))
    return said is not None and not re.match(r"[\s:=-]*\d", said.string[said.end() :])
