"""Handouts of one's own: written, adapted, with pictures, removed and brought back, shared as one file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from champion_desk.domain.erasure import ErasureQuery
from champion_desk.domain.handouts import Block, OwnPicture, Run
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.services import Services
from champion_desk.services.own_handouts import Start
from champion_desk.services.picture_fitting import fitted, picture_from
from champion_desk.services.sheet_forms import SheetForm, form_of, text_of
from champion_desk.ui.handout_text import spoken
from champion_desk.wording import problem_sentence

BODY = """## Before you start
You need your library card.

## Steps
1. Press **Wi-Fi**.
2. Read [our page](https://www.orkney.gov.uk/wifi).

## Stay safe
- Do not bank on it.
"""
FORM = SheetForm(
    "Connect to our Wi-Fi", "Our Wi-Fi is free.", ("wifi",), ("scotland",), "en", "www.orkney.gov.uk",
    date(2026, 11, 1), body=BODY,
)  # fmt: skip


def png(width: int = 40, height: int = 30) -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, "PNG")
    return target.getvalue()


def write(services: Services, form: SheetForm = FORM) -> str:
    return services.own_handouts.write(services.own_handouts.start_new("en"), form).record_id


def with_picture(services: Services) -> Start:
    start = services.own_handouts.start_new("en")
    services.own_handouts.add_picture(start.handout_id, OwnPicture("card", "image/png", png(), "A card"))
    form = replace(FORM, body=BODY.replace("card.\n", "card.\n\n![Our card](card)\n"))
    slug = services.own_handouts.write(start, form).record_id
    return replace(start, form=form, slug=slug)


def test_one_that_is_written_stands_in_the_gallery_and_prints(services: Services) -> None:
    slug = write(services)
    assert slug == "our-connect-to-our-wi-fi"
    sheet = services.handouts.get(slug)
    assert (sheet.title, sheet.web, sheet.reviewed) == (FORM.title, "www.orkney.gov.uk", date(2026, 11, 1))
    assert [section.role for section in sheet.sections] == ["before", "steps", "safe"]
    step = sheet.sections[1].blocks[0].items[1]
    assert step[1] == Run("our page", link="https://www.orkney.gov.uk/wifi")
    assert "(www.orkney.gov.uk/wifi)" in "".join(run.text for run in step)
    assert services.handouts.pdf(services.handouts.order(sheet, 18)).startswith(b"%PDF")
    assert [one.slug for one in services.handouts.find("our wi-fi", "en")][:1] == [slug]
    assert slug in {one.slug for one in services.handouts.for_topics(["wifi"])}


def test_what_is_changed_and_removed_can_be_taken_back(services: Services) -> None:
    own, slug = services.own_handouts, write(services)
    start = own.start_from_own(slug, "en")
    done = own.write(start, replace(start.form, title="Our Wi-Fi"))
    assert services.handouts.get(slug).title == "Our Wi-Fi"
    services.history.undo(done)
    assert services.handouts.get(slug).title == FORM.title
    removed = own.remove(slug, "en")
    with pytest.raises(Problem):
        services.handouts.get(slug)
    assert write(services) == f"{slug}-2"  # one that is removed may come back under its name
    services.history.undo(removed)
    assert services.handouts.get(slug).title == FORM.title
    assert [one.kind for one in own.history(own.find(slug, "en").id)] == [
        "add", "amend", "undo", "remove", "undo",
    ]  # fmt: skip


def test_a_sheet_that_ships_is_adapted_and_stays(services: Services) -> None:
    own = services.own_handouts
    start = own.start_from("spot-a-scam", "cy")
    assert start.form.translator or start.form.language == "cy"
    slug = own.write(start, replace(start.form, title="Twyll yma")).record_id
    assert services.handouts.get("spot-a-scam", "cy").title != "Twyll yma"
    one = own.find(slug, "cy")
    assert not own.original_has_changed(one)
    assert own.original_now("spot-a-scam", "cy") == one.original
    assert own.original_now("../own", "cy") == ""
    with pytest.raises(Problem, match="handout-unknown"):
        own.start_from("no-such", "en")


def test_an_upgrade_that_changes_the_original_is_told(services: Services, tmp_path: Path) -> None:
    own = services.own_handouts
    slug = own.write(start := own.start_from("spot-a-scam", "en"), start.form).record_id
    changed = tmp_path / "handouts" / "spot-a-scam"
    changed.mkdir(parents=True)
    changed.joinpath("en.md").write_text(start.original.replace("five minutes", "ten minutes"))
    own._folder = changed.parent
    one = own.find(slug, "en")
    assert own.original_has_changed(one)
    kinds = [(line.kind, line.text) for line in own.differences(one) if line.kind != "same"]
    assert kinds == [
        ("theirs", "3. Wait ten minutes before you think again."),
        ("ours", "3. Wait five minutes before you think again."),
    ]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"title": " "}, "title", "needed"),
        ({"title": "x" * 81}, "title", "too-long"),
        ({"summary": ""}, "summary", "needed"),
        ({"topics": ()}, "topics", "needed"),
        ({"web": "javascript:alert(1)"}, "web", "handout-web-odd"),
        ({"web": "file:///etc/passwd"}, "web", "handout-web-odd"),
        ({"body": "\n"}, "body", "needed"),
        ({"body": BODY + "\nAsk Mrs Budge on 07700 900123.\n"}, "body", "looks-personal"),
    ],
)
def test_a_field_that_does_not_do_is_named(
    services: Services, change: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as raised:
        write(services, replace(FORM, **change))  # type: ignore[arg-type]
    assert (raised.value.field, raised.value.code) == (field, code)
    assert services.own_handouts.all() == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("[x](javascript:alert)", "link-kind"),
        ("[x](http://example.org)", "link-kind"),
        ("[x](file:///etc/passwd)", "link-kind"),
        ("![x](../secret)", "picture-name"),
        ("![x](https://example.org/x.png)", "picture-name"),
        ("![x](nowhere)", "picture-missing"),
        ("![](nowhere)", "picture-words"),
        ("Look ![x](nowhere) here", "picture-alone"),
        ("A **bold word", "not-closed"),
        ("[unfinished](https://example.org", "not-closed"),
        ("<script>alert(1)</script>", "not-in-a-handout"),
        ("> quoted", "not-in-a-handout"),
    ],
)
def test_a_line_that_may_not_be_is_named(services: Services, line: str, why: str) -> None:
    with pytest.raises(Problem) as raised:
        write(services, replace(FORM, body=f"## Steps\n\n{line}\n"))
    assert (raised.value.facts["line"], raised.value.facts["why"]) == (3, why)
    assert "line 3" in problem_sentence(raised.value)


def test_facts_come_back_as_they_were_typed() -> None:
    hostile = replace(
        FORM, title='A "quote" \\ and +++ {x} <b>', summary="one\ntwo\x00\u2028three", topics=('"',)
    )
    form = form_of(text_of(hostile.checked()), "en")
    assert form.title == hostile.title
    assert form.summary == "one two three"
    assert form.topics == ('"',)
    assert form.body == BODY.rstrip("\n")
    assert form_of(text_of(SheetForm(body="Only this")), "en").body == "Only this"
    assert form_of("no facts at all", "en").body == "no facts at all"


def test_a_picture_goes_with_its_sheet(services: Services) -> None:
    own, start = services.own_handouts, with_picture(services)
    sheet = services.handouts.get(start.slug)
    (card,) = sheet.pictures
    assert card.name == "card"
    assert sheet.sections[0].blocks[1] == Block("picture", ((Run("Our card"),),), picture=card)
    with pytest.raises(Invalid, match="picture-name-taken"):
        own.add_picture(start.handout_id, OwnPicture("card", "image/png", png(), "Another"))
    with pytest.raises(Invalid):
        own.add_picture(start.handout_id, OwnPicture("other", "image/png", png(), " "))
    done = own.write(start, FORM)
    assert own.pictures(start.handout_id) == []
    services.history.undo(done)
    assert services.handouts.get(start.slug).pictures == sheet.pictures


def test_pictures_of_a_sheet_that_is_not_kept_go_with_its_draft(services: Services) -> None:
    own = services.own_handouts
    start = own.start_new("en")
    own.add_picture(start.handout_id, OwnPicture("card", "image/png", png(), "A card"))
    own.discard(start)
    assert own.pictures(start.handout_id) == []


def test_what_is_typed_waits_as_a_draft_of_its_own_kind(services: Services) -> None:
    own = services.own_handouts
    start = own.start_from("spot-a-scam", "en")
    own.keep_draft(start, replace(start.form, title=""))
    assert services.sessions.drafts() == []
    (draft,) = own.drafts()
    again = own.start_from_draft(draft.id)
    assert again == replace(start, form=replace(start.form, title=""))
    own.write(again, replace(again.form, title="Back"))
    assert own.drafts() == []


def test_a_picture_is_measured_before_it_is_drawn(tmp_path: Path) -> None:
    head = png()
    huge = head[:16] + (20_000).to_bytes(4, "big") + (20_000).to_bytes(4, "big") + head[24:]
    for name, data, code in (
        ("huge.png", _sealed(huge), "too-large"),
        ("broken.png", head[:60], "unreadable"),
        ("empty.png", b"", "unreadable"),
        ("words.png", b"hello", "unreadable"),
        ("bitmap.png", b"BM" + bytes(60), "unreadable"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Problem) as raised:
            picture_from(path)
        assert raised.value.code == f"handout-picture-{code}"
        assert name in problem_sentence(raised.value)
    with pytest.raises(Problem, match="not-found"):
        picture_from(tmp_path / "none.png")


def _sealed(data: bytes) -> bytes:
    """The head of a PNG with the right seal, whatever it says."""
    import zlib

    return data[:29] + zlib.crc32(data[12:29]).to_bytes(4, "big") + data[33:]


def test_a_large_picture_is_scaled_and_loses_what_the_camera_added() -> None:
    photo = Image.effect_noise((4000, 3000), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0110] = "A camera"
    target = BytesIO()
    photo.save(target, "JPEG", exif=exif)
    kind, data = fitted(target.getvalue(), "photo.jpg")
    with Image.open(BytesIO(data)) as found:
        assert kind == "image/jpeg"
        assert max(found.size) == 1600
        assert not found.getexif()
    assert len(data) <= 1_000_000


def test_a_handout_goes_to_another_desk_as_one_file(
    services: Services, make_services: Callable[..., Services], tmp_path: Path
) -> None:
    slug, path = with_picture(services).slug, tmp_path / "wifi.handout"
    services.handout_exchange.export(slug, path)
    desk = make_services(name="Ewan", folder="other")
    other, exchange = desk.own_handouts, desk.handout_exchange
    taken = exchange.take_in(exchange.preview(path))
    assert (taken.added, taken.known, taken.done.record_id) == (1, 0, slug)
    sheet = other.library().sheets[slug]["en"]
    assert [one.shows for one in sheet.pictures] == ["A card"]
    assert spoken(sheet) == spoken(services.handouts.get(slug))
    again = exchange.take_in(exchange.preview(path))
    assert (again.added, again.known) == (0, 1)
    start = other.start_from_own(slug, "en")
    other.write(start, replace(start.form, title="Ours now"))
    beside = exchange.take_in(exchange.preview(path))
    assert beside.done.record_id == f"{slug}-2"
    assert other.library().sheets[slug]["en"].title == "Ours now"


def _file(**changed: object) -> dict[str, object]:
    sheet = {"slug": "our-x", "language": "en", "text": text_of(FORM), "pictures": [], **changed}
    return {"champion-desk-handout": 1, "sheets": [sheet]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 a zip",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"champion-desk-handout": 1',
        b'{"champion-desk-handout": 1, "sheets": []}',
        b'{"champion-desk-handout": true, "sheets": [1]}',
        b'{"champion-desk-handout": 2, "sheets": [1]}',
        b'{"champion-desk-lists": 1}',
        _file(slug="../../etc"),
        _file(slug="spot-a-scam"),
        _file(language="xx"),
        _file(language="../en"),
        _file(text="no facts"),
        _file(text=text_of(replace(FORM, body="## Steps\n\n[x](javascript:y)\n"))),
        _file(text="x" * 60_001),
        _file(text=7),
        _file(pictures=[{"name": "../x", "shows": "x", "content": ""}]),
        _file(pictures=[{"name": "x", "shows": "x", "content": "!"}]),
        _file(pictures=[{"name": "x", "shows": "x", "content": "aGVsbG8="}]),
        _file(pictures=[7]),
        _file(pictures=[{"name": f"x{n}", "shows": "x", "content": ""} for n in range(21)]),
    ],
)
def test_a_file_that_is_not_right_is_refused_in_one_sentence(
    services: Services, tmp_path: Path, content: object
) -> None:
    path = tmp_path / "x.handout"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(Problem) as raised:
        services.handout_exchange.preview(path)
    assert problem_sentence(raised.value)
    assert "went wrong" not in problem_sentence(raised.value)
    assert services.own_handouts.all() == []


def test_what_looks_personal_in_a_file_is_asked_about(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "x.handout"
    form = replace(FORM, body=BODY + "\nAsk on 07700 900123.\n")
    path.write_text(json.dumps(_file(text=text_of(form))))
    sheets = services.handout_exchange.preview(path)
    with pytest.raises(Invalid, match="looks-personal"):
        services.handout_exchange.take_in(sheets)
    assert services.own_handouts.all() == []
    services.handout_exchange.take_in(sheets, frozenset({"07700 900123"}))
    assert len(services.own_handouts.all()) == 1


def test_a_broken_sheet_is_named_and_the_others_are_there(services: Services, tmp_path: Path) -> None:
    slug = write(services)
    with services.own_handouts._store.transaction() as tx:
        broken = replace(
            services.own_handouts.find(slug, "en"), text="+++\ntitle = 7\n", slug="our-x", id=slug
        )
        tx.own_handouts.keep(replace(broken, id="01a2063a-e415-7578-9582-e291c9e06c15"))
    services.board.tell("handouts")
    assert len(services.handouts.titles) > 40
    assert [problem.facts["file"] for problem in services.handouts.unread()] == ["our-x"]
    assert services.handouts.broken(services.handouts.titles) == ()


def test_it_is_found_and_erased_with_its_pictures(services: Services) -> None:
    start = with_picture(services)
    found = services.erasure.find(ErasureQuery(text="library card"))
    assert {match.kind for match in found} == {"handout"}
    assert services.erasure.records([found[0].id])[0][0] == "handout"
    erased = services.erasure.erase([found[0].id]).erased
    assert dict(erased.counts) == {"handout": 1}
    assert services.own_handouts.pictures(start.handout_id) == []
    assert services.own_handouts.all() == []


def test_old_sheets_are_due_and_looked_at(services: Services) -> None:
    slug = write(services, replace(FORM, reviewed=date(2020, 1, 1)))
    due = services.handouts.due(date(2026, 12, 1))
    assert [(one.slug, one.is_own) for one in due] == [(slug, True)]
    assert services.handouts.due(date(2028, 1, 1))[-1].is_own is False
    done = services.own_handouts.check_today(slug, "en")
    assert services.handouts.due(date.today()) == []
    services.history.undo(done)
    assert services.handouts.due(date.today())[0].reviewed == date(2020, 1, 1)


def test_the_logo_stands_in_every_order(services: Services) -> None:
    services.logo.choose(OwnPicture("logo", "image/png", png(), "Orkney Islands Council"))
    services.logo.choose(OwnPicture("logo", "image/png", png(50), "The council"))
    order = services.handouts.order(services.handouts.get("spot-a-scam"), 18)
    assert order.logo is not None
    assert order.logo.shows == "The council"
    services.logo.choose(None)
    assert services.logo.get() is None
