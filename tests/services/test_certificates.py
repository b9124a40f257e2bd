"""Certificates: kept by what they are, not by what they are called; mine alone; erased with their course."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Enrolment
from champion_desk.services import Services

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40) + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"


@pytest.fixture
def enrolment(services: Services) -> Enrolment:
    made = Enrolment(services.champion.id, "", "A course", "done", 1.0, date(2026, 3, 3))
    services.training.enrol(made)
    return made


@pytest.mark.parametrize("kind", ["pdf", "png", "jpeg"])
def test_a_certificate_is_kept_and_comes_out_again(
    services: Services, enrolment: Enrolment, tmp_path: Path, kind: str
) -> None:
    content = {"png": PNG, "jpeg": JPEG, "pdf": services.training.record_pdf("Library", ())}[kind]
    file = tmp_path / "mine.exe"
    file.write_bytes(content)
    certificates = services.learning.certificates
    done = certificates.keep(enrolment.id, file)
    [one] = certificates.all()
    assert (one.owner_id, one.name, one.size) == (enrolment.id, "mine.exe", len(content))
    assert one.media_type.endswith(kind)
    certificates.save(one.id, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == content
    services.history.undo(done)
    assert certificates.all() == []


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90", b"%PDF-1.7 cut off", b"%PDF-1.7\nnothing\n%%EOF", PNG[:40], b"<svg/>"],
)
def test_what_is_no_whole_certificate_is_not_kept(
    services: Services, enrolment: Enrolment, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(content)
    with pytest.raises(Problem, match="certificate-odd"):
        services.learning.certificates.keep(enrolment.id, file)
    assert services.learning.certificates.all() == []


def test_a_large_file_is_refused_before_it_is_read_and_five_megabytes_are_kept(
    services: Services, enrolment: Enrolment, tmp_path: Path
) -> None:
    file = tmp_path / "certificate.png"
    file.write_bytes(PNG[:-8] + bytes(5_000_000 - len(PNG)) + PNG[-8:])
    services.learning.certificates.keep(enrolment.id, file)
    assert [one.size for one in services.learning.certificates.all()] == [5_000_000]
    with file.open("r+b") as opened:
        opened.truncate(20_000_000)
    with pytest.raises(Problem, match="certificate-too-large"):
        services.learning.certificates.keep(enrolment.id, file)


def test_another_champions_certificate_is_not_mine(
    services: Services, enrolment: Enrolment, tmp_path: Path
) -> None:
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(other := Champion("Ewan"))
        tx.training.enrol(theirs := Enrolment(other.id, "", "Theirs"))
    file = tmp_path / "certificate.png"
    file.write_bytes(PNG)
    with pytest.raises(Problem, match="record-gone"):
        services.learning.certificates.keep(theirs.id, file)
    services.learning.certificates.keep(enrolment.id, file)
    [mine] = services.learning.certificates.all()
    with services.desk.open_store.reading() as tx:
        assert tx.certificates.get(mine.id, other.id) is None


def test_a_certificate_goes_with_its_course(services: Services, enrolment: Enrolment, tmp_path: Path) -> None:
    file = tmp_path / "certificate.png"
    file.write_bytes(PNG)
    services.learning.certificates.keep(enrolment.id, file)
    services.erasure.erase([enrolment.id])
    assert PNG not in (services.desk.folder / "store.db").read_bytes()
    with services.desk.open_store.reading() as tx:
        assert tx.certificates.of(services.champion.id) == []
        assert tx.attachments.of("enrolments") == []
