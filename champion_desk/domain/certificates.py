"""A certificate for a course: a PDF or a picture, kept in the store."""

from __future__ import annotations

from dataclasses import dataclass, field

from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid

MOST_BYTES = 5_000_000
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
_BEGIN_AND_END = {
    PDF: (b"%PDF-", b"%%EOF"),
    PNG: (b"\x89PNG\r\n\x1a\n", b"IEND"),
    JPEG: (b"\xff\xd8\xff", b"\xff\xd9"),
}
_TAIL = 2048  # bytes: what may stand behind the end mark of a file


def media_type_of(content: bytes) -> str | None:
    """What a file is by its content, never by its name; None where it is none of these, or is cut off."""
    for media_type, (begin, end) in _BEGIN_AND_END.items():
        if content.startswith(begin):
            return media_type if end in content[-_TAIL:] else None
    return None


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate without its content; `size` in bytes."""

    id: str
    owner_id: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its content; it belongs to an enrolment. Raises `Invalid`."""

    owner_id: str
    name: str
    media_type: str
    content: bytes
    description: str = ""
    owner_table: str = "enrolments"
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if self.media_type not in _BEGIN_AND_END:
            raise Invalid("content", "certificate-odd")
        if not 0 < len(self.content) <= MOST_BYTES:
            raise Invalid("content", "certificate-too-large", most=MOST_BYTES // 1_000_000)
