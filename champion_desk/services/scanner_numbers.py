"""Finds numbers of a person or an account: National Insurance, NHS and CHI numbers, cards, bank accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from champion_desk.domain.findings import Finding
from champion_desk.domain.identifiers import (
    IBAN_COUNTRIES,
    begins_with_birth_date,
    can_be_card,
    iban_holds,
    modulus_11_holds,
    ni_prefix_fits,
    words,
)
from champion_desk.services.scanner_text import Token, tokens, windows

_DIGIT = "[0-9OoIl|SsBZz]"
_SEP = r"[ \t\n_./,-]{0,3}"
_NI = re.compile(
    rf"(?<![^\W_])([A-Za-z]{_SEP}[A-Za-z]){_SEP}({_DIGIT}(?:{_SEP}{_DIGIT}){{5}})(?:{_SEP}([A-Da-d]))?(?![^\W_])"
)
_NI_READ = str.maketrans("OoIl|SsBZz", "0011155822")
_NI_NEAR = re.compile(
    r"\b(?:n\.?i\.?(?:no|\snumber)?|nino|national\s+ins\w*|insurance\s+n\w+|yswiriant\s+gwladol|"
    r"[aà]rachas\s+n[aà]iseanta)\b",
    re.IGNORECASE,
)

_HEALTH_NEAR = re.compile(
    r"\b(?:nhs|chi|gig|health|patient|hospital|surgery|iechyd|sl[aà]inte)\b", re.IGNORECASE
)
_NO_HEALTH = re.compile(
    r"(?:\bisbn|\border|\bparcel|\btracking|\binvoice|\bserial|\bbarcode|\bitem|\bcatalogue|\bmodel|\bclaim|\bcase)"
    r"[ \t:#.no-]{0,10}(?:(?:number|code|ref|reference|is|:)[ \t:.]*){0,3}\Z",
    re.IGNORECASE,
)
_CARD_NEAR = re.compile(r"\b(?:card|visa|mastercard|amex|debit|credit\s+card|cerdyn|cairt)\b", re.IGNORECASE)

_IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ .-]?\d{2}(?:[ .-]?[A-Za-z0-9]{1,4}){3,8}(?![^\W_])")
_SORT = r"(?<![\w./-])(\d{2}([ .-]?)\d{2}\2\d{2})(?![\w]|[./-]\d)"
_ACCOUNT = r"(?<![\w./-])(\d{4}[ -]?\d{4}|\d{7})(?![\w]|[./-]\d)"
_BETWEEN = r"[^\d\n]{0,40}?"
_SORT_FIRST = re.compile(rf"{_SORT}({_BETWEEN}){_ACCOUNT}")
_ACCOUNT_FIRST = re.compile(_ACCOUNT + rf"({_BETWEEN})" + _SORT.replace(r"\2", r"\4"))
_BANK_NEAR = re.compile(
    r"\b(?:sort|s/?c|a/?c|acc|acct|account|bank|didoli|cyfrif|banc|cunntas|banca)\b", re.IGNORECASE
)


def national_insurance(plain: str) -> Iterator[Finding]:
    """Two letters, six digits and a letter; without the last letter only beside the words for it."""
    at = 0
    while match := _NI.search(plain, at):
        at = match.start() + 1
        prefix = re.sub(r"[^A-Za-z]", "", match[1]).upper()
        digits = re.sub(r"[^A-Za-z0-9|]", "", match[2])
        if sum(sign.isdigit() for sign in digits) < 4 or not digits.translate(_NI_READ).isdigit():
            continue
        near = _NI_NEAR.search(plain, max(0, match.start() - 40), match.start())
        whole = ni_prefix_fits(prefix) and match[3] and not _is_word(match[0])
        if (whole and (near or _joined_up(match[0]))) or (near and (match[3] or ni_prefix_fits(prefix))):
            at = match.end()
            yield Finding("ni", match.start(), at)


def _joined_up(text: str) -> bool:
    """Not letters and figures that only happen to follow each other, such as “a b 12 or 3”."""
    letters = re.match(r"[A-Za-z][A-Za-z]", text)
    return bool(letters) or len(re.findall(r"[^\W_]+", text)) == 9


_WORDS = words("""at by we he me my as am an be or ar ac pm""")


def _is_word(found: str) -> bool:
    """“at 10 20 30 a day”: a word with its own space, and minutes of the hour behind it."""
    if found[:2] not in _WORDS or not found[2:3].isspace():
        return False
    return all(len(figures) == 2 and int(figures) < 60 for figures in re.findall(r"\d+", found))


def _alone(part: list[Token], plain: str) -> bool:
    """No letter touches it, and no dash ties it to more digits: it is no part of a longer reference."""
    start, end = part[0].start, part[-1].end
    tied = re.match(r"\d-", plain[max(0, start - 2) : start]) or re.match(r"-\d", plain[end : end + 2])
    return not (part[0].before.isalpha() or part[-1].after.isalpha() or tied)


def _sizes(part: list[Token]) -> tuple[int, ...]:
    return tuple(len(one.digits) for one in part)


def _evenly_split(part: list[Token], plain: str) -> bool:
    """Every gap is written the same way, as nobody does between two numbers."""
    gaps = {plain[one.end : other.start] for one, other in pairwise(part)}
    return len(gaps) <= 1


def cards(plain: str) -> Iterator[Finding]:
    """Payment cards: 13 to 19 digits, whole or in groups as cards show them."""
    for run in tokens(plain, 13):
        end = 0
        for part, digits in windows(run, 13, 19):
            if part[0].start < end or not _alone(part, plain) or not can_be_card(digits):
                continue
            sizes = _sizes(part)
            fours = set(sizes[:-1]) <= {4} or sizes[:2] == (4, 6) or sizes == (8, 8)
            grouped = fours or set(sizes) == {1}
            start = part[0].start
            if (grouped and _evenly_split(part, plain)) or _CARD_NEAR.search(
                plain, max(0, start - 40), start
            ):
                end = part[-1].end
                yield Finding("card", start, end)


_HEALTH_GROUPS = {(10,), (3, 3, 4), (6, 4), (2, 2, 2, 4)}


def health_numbers(plain: str) -> Iterator[Finding]:
    """NHS numbers (England, Wales, Northern Ireland) and Scotland's CHI numbers: ten digits with a check."""
    for run in tokens(plain, 10):
        end = 0
        for part, digits in windows(run, 10, 10):
            labelled = plain[max(0, part[0].start - 3) : part[0].start].lower() in ("nhs", "chi")
            if part[0].start < end or not (labelled or _alone(part, plain)) or not modulus_11_holds(digits):
                continue
            start, sizes = part[0].start, _sizes(part)
            near = _HEALTH_NEAR.search(plain, max(0, start - 40), min(len(plain), part[-1].end + 25))
            if not near:
                grouped = sizes in _HEALTH_GROUPS or set(sizes) == {1}
                if not grouped or (len(sizes) == 1 and _NO_HEALTH.search(plain, max(0, start - 40), start)):
                    continue
            end = part[-1].end
            kind = "chi" if begins_with_birth_date(digits) and int(digits[:2]) <= 31 else "nhs"
            yield Finding(kind, start, end)


def ibans(plain: str) -> Iterator[Finding]:
    """International account numbers."""
    for match in _IBAN.finditer(plain):
        # The word that follows may look like one more group.
        end = match.end()
        while end > match.start() + 14:
            letters = re.sub(r"[ .-]", "", plain[match.start() : end]).upper()
            if letters[:2] in IBAN_COUNTRIES and sum(map(str.isdigit, letters)) >= 10 and iban_holds(letters):
                yield Finding("account", match.start(), end)
                break
            gap = max(plain.rfind(sign, match.start(), end) for sign in " .-")
            end = gap if gap > 0 else 0


def accounts(plain: str) -> Iterator[Finding]:
    """A sort code with its account number, in either order."""
    for match in _SORT_FIRST.finditer(plain):
        # Without the words, only a written-out sort code with its account number right behind.
        bare = match[2] == "-" and len(match[3]) <= 3
        if bare or _names_a_bank(plain, match.start(), match[3]):
            yield Finding("account", match.start(), match.end())
    for match in _ACCOUNT_FIRST.finditer(plain):
        if _names_a_bank(plain, match.start(), match[2]):
            yield Finding("account", match.start(), match.end())


def _names_a_bank(plain: str, start: int, between: str) -> bool:
    return bool(_BANK_NEAR.search(plain, max(0, start - 30), start) or _BANK_NEAR.search(between))
