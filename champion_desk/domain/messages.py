"""A list of places as it goes to a citizen's phone: the text, how many texts it takes, codes to scan."""

from __future__ import annotations

from dataclasses import dataclass

Matrix = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ListMessage:
    """`texts` is how many texts a phone makes of it; `mail` a mailto: address, empty where it would be too
    long for a mail program; `code` the modules of a QR code, None where no phone could read it."""

    text: str
    texts: int
    mail: str
    code: Matrix | None


@dataclass(frozen=True, slots=True)
class ListToSend:
    """The whole list, the short one (names and numbers), and a code for each place that can be one."""

    whole: ListMessage
    short: ListMessage
    contacts: tuple[tuple[str, Matrix], ...]
