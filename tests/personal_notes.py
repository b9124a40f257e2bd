"""Makes the privacy scanner's test set from a seed: notes with one personal detail, and notes with none.

Numbers are made from the outside (a check digit is searched for, not computed), and written in many ways;
clean notes are full of what could be taken for personal: times, prices, models, rooms, buses, references.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SEED = 20_261_122
HOLD_OUT = 86_420_975


@dataclass(frozen=True, slots=True)
class Note:
    """A note, and the detail that is hidden in it; both empty for clean ones."""

    text: str
    kind: str = ""
    detail: str = ""


_LEADS = (
    "Journal asks for a code by text, {}",
    "{}",
    "wrote {} on the form",
    "Asked for {} twice",
    "ok {} done",
    "They gave {} and then we set up the NHS App",
    "login needs {}, typed it for them",
    "({}) came back at 3pm",
    "Print 2 pages at 10p. {}. Bus X1 at 14:20.",
    "kept asking: {}?",
    "UC claim\n{}\nneeds ID",
    "it says: {}!",
    "PIN forgotten; {}; will come back 3/12/2026",
    "wedi dod â {} heddiw",
    "thug iad {} dhuinn",
    "DETAILS {} OK",
)
_LABELLED = {
    "ni": ("NI number {}", "NINO {}", "ni no: {}", "Nat Ins {}", "{}", "{}", "{}"),
    "nhs": ("NHS number {}", "NHS no {}", "nhs: {}", "rhif GIG {}", "{}", "{}"),
    "chi": ("CHI {}", "CHI number is {}", "chi: {}", "{}", "{}"),
    "card": ("card {}", "Visa {}", "card no. {}", "{}", "{}"),
    "email": ("e-mail {}", "email: {}", "{}", "{}", "sent to {}"),
    "phone": ("tel {}", "mobile {}", "ring {}", "{}", "{}", "ffôn {}", "call her on {}", "no. {}", "text {}"),
    "postcode": ("lives at {}", "postcode {}", "{}", "{}", "cod post {}", "moved to {}", "from {}"),
}


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def _with_check(dice: random.Random, body: Callable[[], str], fits: Callable[[str], bool]) -> str:
    while True:
        found = [number for check in "0123456789" if fits(number := body() + check)]
        if found:
            return dice.choice(found)


def _remainder_11(number: str) -> bool:
    return len(number) == 10 and sum((10 - i) * int(sign) for i, sign in enumerate(number)) % 11 == 0


def _luhn(number: str) -> bool:
    total = 0
    for place, sign in enumerate(reversed(number)):
        value = int(sign) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _ni(dice: random.Random) -> str:
    while True:
        prefix = dice.choice("ABCEGHJKLMNOPRSTWXYZ") + dice.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
            break
    pairs = [prefix, *(_digits(dice, 2) for _ in range(3)), dice.choice("ABCD")]
    whole = "".join(pairs)
    forms = (
        whole,
        whole,
        " ".join(pairs),
        " ".join(pairs),
        "-".join(pairs),
        f"{prefix} {whole[2:8]} {whole[8]}",
        f"{prefix} {whole[2:]}",
        ".".join(pairs),
    )
    written = dice.choice(forms)
    return written.lower() if dice.random() < 0.2 else written


def _spread(dice: random.Random, number: str, *sizes: tuple[int, ...]) -> str:
    shape, parts, at = dice.choice(sizes), [], 0
    for size in shape:
        parts.append(number[at : at + size])
        at += size
    return dice.choice((" ", " ", " ", "-", "-", ".", "\u00a0", "\u2009")).join(
        part for part in parts if part
    )


def _nhs(dice: random.Random) -> str:
    def body() -> str:
        return dice.choice("4467") + _digits(dice, 8)

    return _spread(dice, _with_check(dice, body, _remainder_11), (10,), (3, 3, 4), (3, 3, 4), (3, 3, 4))


def _chi(dice: random.Random) -> str:
    def body() -> str:
        day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(0, 99)
        return f"{day:02}{month:02}{year:02}" + _digits(dice, 3)

    return _spread(dice, _with_check(dice, body, _remainder_11), (10,), (6, 4), (3, 3, 4), (6, 4))


def _card(dice: random.Random) -> str:
    start, size = dice.choice(
        (
            ("4", 16),
            ("4", 16),
            ("4", 13),
            ("4", 19),
            ("51", 16),
            ("55", 16),
            ("2221", 16),
            ("2720", 16),
            ("34", 15),
            ("37", 15),
            ("6011", 16),
            ("65", 16),
            ("3528", 16),
            ("36", 14),
            ("6759", 16),
            ("5018", 16),
            ("62", 16),
        )
    )

    def body() -> str:
        return start + _digits(dice, size - 1 - len(start))

    number = _with_check(dice, body, _luhn)
    if size == 15:
        return _spread(dice, number, (15,), (4, 6, 5))
    if size == 14:
        return _spread(dice, number, (14,), (4, 6, 4))
    return _spread(dice, number, (size,), (4, 4, 4, 4, 3), (4, 4, 4, 4, 3))


_FIRST_NAMES = [
    "jo",
    "mairi",
    "ewan",
    "siân",
    "fatima",
    "piotr",
    "olena",
    "d.marwick",
    "jean_k",
    "a",
    "tom.o'hara",
    "mary-ann",
    "b.j.jones77",
    "x1999",
]


def _email(dice: random.Random) -> str:
    local = dice.choice(_FIRST_NAMES) + dice.choice(("", "", "42", ".smith", "+uc", "_1"))
    host = dice.choice(
        (
            "gmail.com",
            "outlook.com",
            "btinternet.com",
            "yahoo.co.uk",
            "example.org",
            "mail.example.scot",
            "sub.dom-ain.co.uk",
            "hotmail.co.uk",
            "post.wales",
            "icloud.com",
            "seznam.cz",
        )
    )
    return dice.choice(("{}@{}",) * 9 + ("{} @ {}",)).format(local, host)


_AREAS = (
    "1856",
    "1851",
    "1970",
    "1752",
    "1463",
    "131",
    "141",
    "161",
    "29",
    "20",
    "1595",
    "191",
    "1224",
    "113",
)


def _phone(dice: random.Random) -> str:
    way = dice.random()
    if way < 0.12:
        return dice.choice(
            (
                f"+48 {dice.choice('567')}{_digits(dice, 2)} {_digits(dice, 3)} {_digits(dice, 3)}",
                f"+353 8{dice.choice('3567')} {_digits(dice, 3)} {_digits(dice, 4)}",
                f"+40 7{dice.choice('2345')}{_digits(dice, 1)} {_digits(dice, 3)} {_digits(dice, 3)}",
                f"+1 212 {dice.choice('2345')}{_digits(dice, 2)} {_digits(dice, 4)}",
                f"+380 50 {_digits(dice, 3)} {_digits(dice, 2)} {_digits(dice, 2)}",
                f"+92 300 {dice.choice('2345')}{_digits(dice, 6)}",
            )
        )
    if way < 0.6:
        national = "7" + dice.choice("3457789") + _digits(dice, 8)
        groups: tuple[tuple[int, ...], ...] = (
            (11,),
            (5, 6),
            (5, 3, 3),
            (4, 3, 4),
            (3, 4, 4),
            (3, 2, 2, 2, 2),
        )
    else:
        area = dice.choice(_AREAS)
        national = area + dice.choice("234578") + _digits(dice, 9 - len(area))
        size = len(area) + 1
        groups = ((11,), (size, 11 - size), (size, 3, 8 - size), (size, 11 - size))
    if dice.random() < 0.15:
        return dice.choice(("+44 {} {}", "+44 (0){} {}", "0044{}{}", "+44{}{}")).format(
            national[:4], national[4:]
        )
    written = _spread(dice, "0" + national, *groups)
    if " " in written and dice.random() < 0.15:
        first, rest = written.split(" ", 1)
        return f"({first}) {rest}"
    return written


_POSTCODES = (
    "KW15",
    "KW17",
    "HS1",
    "ZE1",
    "IV2",
    "AB10",
    "EH3",
    "G1",
    "PL4",
    "CF10",
    "SA1",
    "LL57",
    "SY23",
    "BT1",
    "M1",
    "L18",
    "SE1",
    "W1A",
    "EC2M",
    "N1",
    "B33",
    "CR2",
    "DN55",
    "NW10",
    "TR1",
    "WC1B",
    "SW1A",
    "E1W",
    "LD1",
    "DG9",
)


def _postcode(dice: random.Random) -> str:
    inward = dice.choice("0123456789") + "".join(dice.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
    outward = dice.choice(_POSTCODES)
    way = dice.random()
    if way < 0.6:
        return f"{outward} {inward}"
    return (
        f"{outward}{inward}",
        f"{outward} {inward}".lower(),
        f"{outward}{inward}".lower(),
        f"{outward}  {inward}",
    )[int((way - 0.6) * 10)]


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "ni": _ni,
    "nhs": _nhs,
    "chi": _chi,
    "card": _card,
    "email": _email,
    "phone": _phone,
    "postcode": _postcode,
}


def personal(kind: str, count: int, seed: int = SEED) -> Iterator[Note]:
    """Notes with one detail of a kind each."""
    dice = random.Random(f"{seed} {kind}")
    for _ in range(count):
        detail = _MAKERS[kind](dice)
        said = dice.choice(_LABELLED[kind]).format(detail)
        yield Note(dice.choice(_LEADS).format(said), kind, detail)


def clean(count: int, seed: int = SEED) -> Iterator[Note]:
    """Notes about computers, benefits and buses that name nobody."""
    dice = random.Random(f"{seed} clean")
    for _ in range(count):
        parts = [_filled(dice, dice.choice(_SENTENCES)) for _ in range(dice.randint(1, 4))]
        text = dice.choice((". ", ", ", "\n", " - ", "; ")).join(parts)
        yield Note(text.lower() if dice.random() < 0.15 else text)


_SENTENCES = (
    "Bus {bus} at {time}, next {time}",
    "missed the {bus} so waited for {time}",
    "ferry {time} on {day}",
    "ticket {price}, return {price}",
    "print {n} pages A4 at {pence}p",
    "A4 {n} pages double sided, A3 {n} copies",
    "paid {price} for {n} sheets",
    "{maker} {model} won't print",
    "toner {model} for the {maker} {model}",
    "room {room}, {floor} floor",
    "desk {n} in room {room}",
    "PC {n} slow, {n}GB RAM, {n}{n}GB SSD",
    "Windows {n} update {version}",
    "Chrome {version}",
    "iOS {version} on an iPhone {n}",
    "app version {version}",
    "order {reference}",
    "parcel tracking {reference}",
    "case ref {reference}",
    "UC claim ref {reference}",
    "UC payment {price} on {day}",
    "state pension {price} a week",
    "Pension Credit from {day}",
    "PIP form by {date}",
    "Blue Badge until {date}",
    "bus pass ends {date}",
    "council tax {price}, band {letter}",
    "rang 111",
    "called 101 first",
    "code {six} came by text",
    "one-time code {six}",
    "PIN letter takes {n} days",
    "Wi-Fi {wifi}",
    "joined {wifi} at once",
    "router 192.168.{n}.{n}",
    "speed {n}.{n} Mbps",
    "error 0x8007{six}",
    "form {form} and form {form}",
    "tax year {year}-{n}",
    "since {year}",
    "Excel {year}, Ms Word and MS Teams",
    "Dr appointment on line at {time}",
    "afraid to miss the bus",
    "M{n} jam, {n} min late",
    "ISBN 978-0-{six}-{n}-7",
    "serial {model}-{reference}",
    "opened {time}-{time} {day}",
    "USB stick {n}GB, {price}",
    "scan {n} of {n}",
    "meter {six} read",
    "{n} of {n} done, {n}%",
    "page {n}, lines {n}-{n}",
    "see www.gov.uk/{form}",
    "call the helpline 0800 {n}{n} {n}{n}{n}",
    "floor {n}, table {n}B",
    "wants a {maker} for {price}",
    "half past {n} or {n} to {n}",
    "times: {n}, {n}, {n}, {n}, {n}",
    "seat {n}{letter}, coach {letter}, {date}",
    "e-bike {n} km",
    "Ms Office {year} licence",
    "Miss a payment and it stops",
    "Lady's dress code asked",
    "sir madam letter",
    "rev {n} of it",
    "size {n}x{n}, {n}mm",
    "battery {n}%, {n}{n}00 mAh",
    'TV {n}" {n}Hz',
    "mouse {model}",
    "keyboard layout {letter}{n}",
    "route {bus} to stop {n}",
    "platform {n}{letter}",
    "X{n} leaves {time}",
    "bay {letter}{n}",
    "screen {n} 2nd row",
)


def _filled(dice: random.Random, sentence: str) -> str:
    def figure() -> dict[str, str]:
        hour, minute = dice.randint(6, 22), dice.choice((0, 5, 10, 15, 20, 25, 30, 40, 45, 50, 55))
        month = dice.choice(
            ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "December"]
        )
        day, number, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(2012, 2027)
        upper = "ABCDEFGHJKLMNPRSTW"
        model = (
            dice.choice(upper)
            + dice.choice(upper + " -")
            + _digits(dice, dice.randint(2, 5))
            + dice.choice(("", "w", "dn", "C", "A", "e", "-10"))
        )
        return {
            "time": dice.choice(
                (
                    f"{hour}:{minute:02}",
                    f"{hour}.{minute:02}",
                    f"{hour % 12 + 1}.{minute:02}pm",
                    f"{hour % 12 + 1}pm",
                    f"{hour:02}{minute:02}",
                )
            ),
            "day": dice.choice((f"{day} {month}", f"{month} {day}", "Tuesday", f"{day}/{number}", "Friday")),
            "date": dice.choice(
                (
                    f"{day}/{number}/{year}",
                    f"{day:02}.{number:02}.{year % 100}",
                    f"{day} {month} {year}",
                    f"{year}-{number:02}-{day:02}",
                )
            ),
            "price": dice.choice(
                (
                    f"£{dice.randint(1, 900)}.{_digits(dice, 2)}",
                    f"£{dice.randint(1, 30)}",
                    f"£{dice.randint(1, 9)},{_digits(dice, 3)}.00",
                )
            ),
            "pence": str(dice.randint(5, 90)),
            "n": str(dice.randint(1, 99)),
            "bus": dice.choice(("X1", "7S", "91A", "66B", "T5", "N1", "25", "5C", "X10")),
            "room": dice.choice(
                (
                    f"{dice.randint(1, 4)}.{_digits(dice, 2)}",
                    f"B{dice.randint(1, 19)}",
                    f"G{_digits(dice, 2)}",
                    f"{_digits(dice, 3)}a",
                )
            ),
            "floor": dice.choice(("1st", "2nd", "3rd", "4th", "ground")),
            "maker": dice.choice(["HP", "Canon", "Epson", "Brother", "Lenovo", "Samsung", "Kyocera", "Dell"]),
            "model": model,
            "version": dice.choice(
                (
                    f"{number}.{day}",
                    f"{number}.{day}.{number}",
                    f"1{_digits(dice, 2)}.0.{_digits(dice, 4)}.{_digits(dice, 2)}",
                    f"24H2 2{_digits(dice, 4)}.{_digits(dice, 4)}",
                )
            ),
            "reference": dice.choice(
                (
                    _digits(dice, 6),
                    _digits(dice, 7),
                    _digits(dice, 9),
                    _digits(dice, 10),
                    f"{_digits(dice, 3)}-{_digits(dice, 7)}-{_digits(dice, 7)}",
                    f"{dice.choice(upper)}{_digits(dice, 8)}",
                    f"{dice.choice(upper)}{dice.choice(upper)}{_digits(dice, 9)}GB",
                    f"#{_digits(dice, 5)}",
                    _digits(dice, 12),
                    _digits(dice, 14),
                )
            ),
            "letter": dice.choice("ABCDEFGH"),
            "six": _digits(dice, 6),
            "year": str(year),
            "wifi": dice.choice(
                (
                    "Library-Guest",
                    "BT-Hub6-X2K9",
                    "SKY7C4A1",
                    "VM8341265",
                    "TP-Link_5G_0A3F",
                    "OIC_Public 2.4G",
                    "eduroam",
                    "EE-A1B2C3",
                )
            ),
            "form": dice.choice(("PIP2", "ESA50", "UC50", "SF300", "HC1", "DS1500", "N1", "SSCS1", "BB1")),
        }

    while "{" in sentence:
        name = sentence[sentence.index("{") + 1 : sentence.index("}")]
        sentence = sentence.replace("{" + name + "}", figure()[name], 1)
    return sentence
