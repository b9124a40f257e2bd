"""Numbers that name a person: which digits and letters can be one, by their givers' rules."""

from __future__ import annotations

from datetime import date


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


# HMRC, National Insurance Manual NIM39110: letters that no prefix has, and prefixes never given out.
_NI_NEVER_FIRST = frozenset("DFIQUV")
_NI_NEVER_SECOND = frozenset("DFIOQUV")
_NI_NEVER = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})

# The 124 areas of Royal Mail's postcodes, with the islands' own, the forces' and the parcel office's.
POSTCODE_AREAS = words(
    """AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY
    E EC EH EN EX FK FY G GIR GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE
    LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN
    SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"""
)

# Countries with international account numbers (SWIFT's IBAN registry).
IBAN_COUNTRIES = words(
    """AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL GR GT HR
    HU IE IL IQ IS IT JO KW KZ LB LC LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO OM PK PL PS PT QA RO RS
    RU SA SC SD SE SI SK SM SO ST SV TL TN TR UA VA VG XK YE"""
)


def ni_prefix_fits(letters: str) -> bool:
    """Whether two capital letters can begin a National Insurance number."""
    return (
        len(letters) == 2
        and letters[0] not in _NI_NEVER_FIRST
        and letters[1] not in _NI_NEVER_SECOND
        and letters not in _NI_NEVER
    )


def modulus_11_holds(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of the others (NHS Data Dictionary; CHI the same)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    # A check digit of 10 is never given out: no single digit makes such a sum whole.
    return sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11 == 0


def begins_with_birth_date(digits: str) -> bool:
    """Whether the first six digits are a day, as in a CHI number: day, month and year of two digits each."""
    return any(_is_day(century + int(digits[4:6]), digits[2:4], digits[:2]) for century in (1900, 2000))


def _is_day(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True


def luhn_holds(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[-1::-2]) + sum(doubled)) % 10 == 0


def can_be_card(digits: str) -> bool:
    """Whether a payment card can have this number: its issuer's range, its length and its check digit."""
    return _issuer_fits(digits) and len(set(digits)) > 1 and luhn_holds(digits)


def _issuer_fits(digits: str) -> bool:
    """The ranges that card schemes publish, each with its lengths."""
    size, first, two, three, four = len(digits), digits[0], int(digits[:2]), int(digits[:3]), int(digits[:4])
    if first == "4":  # Visa
        return 13 <= size <= 19
    if 51 <= two <= 55 or 2221 <= four <= 2720:  # Mastercard
        return size == 16
    if two in (34, 37):  # American Express
        return size == 15
    if 3528 <= four <= 3589:  # JCB
        return 16 <= size <= 19
    if 300 <= three <= 305 or three == 309 or two in (36, 38, 39):  # Diners Club
        return 14 <= size <= 19
    if two == 50 or 56 <= two <= 58:  # Maestro; 13 digits from 50 are on every British barcode
        return 16 <= size <= 19
    return first == "6" and 13 <= size <= 19  # Discover, UnionPay, Maestro


def iban_holds(letters: str) -> bool:
    """Whether an international account number is right (ISO 13616, remainder 1 by 97)."""
    if not 15 <= len(letters) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in letters[4:] + letters[:4])) % 97 == 1


def can_be_postcode(outward: str, inward: str) -> bool:
    """Whether two halves in capitals make a full postcode of the United Kingdom (Royal Mail's PAF rules)."""
    district = next((place for place, sign in enumerate(outward) if sign.isdigit()), len(outward))
    return outward[:district] in POSTCODE_AREAS and not set(inward[1:]) & set("CIKMOV")
