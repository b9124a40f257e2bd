"""Spreadsheets come in by their headings, whatever these are called; each row that can't says why."""

from __future__ import annotations

import datetime
import io
import json
import time
import zipfile
from datetime import date

import openpyxl
import pytest

from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.importers import ImportFile, spreadsheet
from champion_desk.importers.headings import ColumnMapping, guess_mapping
from tests.importers.reading import listing, notes, refusals, refused, rows_of


def _workbook(*rows: list[object], title: str = "Sheet") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_a_list_of_libraries() -> None:
    rows = rows_of(
        "Local authority code,Library name,Address 1,Address 2,Address 3,Postcode,Year closed,URL,Email\n"
        "W06000001,Amlwch Library,Ffordd Parys,Amlwch,Anglesey,ll689ea,,www.example.org,mailto:a@x.org\n"
        "W06000003,Deganwy Library,219 Station Road,Deganwy,Conwy,LL31 9EX,2014,,\n"
    )
    assert refusals(rows) == [(3, "row-closed")]
    library = listing(rows[0])
    place = library.location
    assert (library.name, library.source_key, library.source_id) == (
        "Amlwch Library",
        "amlwch-library-ll68-9ea",
        "",
    )
    assert (place.address, place.town, place.postcode) == (("Ffordd Parys",), "Amlwch", "LL68 9EA")
    assert (library.needs, library.access) == (("getting-online",), ("visit",))
    assert (library.url, library.email) == ("https://www.example.org", "a@x.org")
    assert json.loads(library.raw)["Local authority code"] == "W06000001"
    assert library.areas == ()


def test_a_list_in_the_layout_that_ships() -> None:
    rows = rows_of(
        "name,town,postcode,nation,district,latitude,longitude\n"
        "Kirkwall Library,Kirkwall,KW15 1AG,Scotland,Orkney Islands,58.98150,-2.96010\n"
        "The AK Bell,Perth,PH2 8EP,Scotland,Perth and Kinross,,\n"
        "Wick Library,Wick,KW1 4NH,Scotland,Highland,-3.09,58.44\n"
    )
    first = listing(rows[0])
    assert first.location.position == Position(58.9815, -2.9601)
    assert first.areas == ("Orkney Islands",)
    assert all(listing(row).needs == ("getting-online",) for row in rows)
    assert notes(rows) == {"note-position-swapped": 1}


def test_welsh_headings_and_other_signs_between_the_cells() -> None:
    rows = rows_of(
        "Enw;Cyfeiriad;Tref;Cod post;Rhif ffôn;E-bost;Gwefan\nHwb;Stryd Fawr;Bala;LL23 7AG;01678 520468;;\n"
    )
    assert listing(rows[0]).location.town == "Bala"
    assert listing(rows[0]).phones == ("01678 520468",)
    for sign in "\t|":
        assert listing(rows_of(f"Name{sign}Postcode\nHub, the{sign}KW1 4NH\n")[0]).name == "Hub, the"
    assert listing(rows_of("sep=;\nName;Postcode\nHub;KW1 4NH\n")[0]).location.postcode == "KW1 4NH"


def test_one_column_is_enough() -> None:
    rows = rows_of("Service name\nHub, the\nBank\n".replace("Hub, the", '"Hub, the"'))
    assert [row.name for row in rows] == ["Hub, the", "Bank"]


def test_everything_a_sheet_may_tell() -> None:
    rows = rows_of(
        "Service ID,Service name,Organisation,Description,Venue,Address,Telephone 1,Telephone 2,Easting,"
        "Northing,Council,Category,Languages,Cost,Who for,What to bring,Accessibility,Last checked,"
        "Monday,Tuesday,Opening hours\n"
        '7,Hub,Trust,"<p>Help &amp; tea</p>",Hall,"12, High Street, Kirkwall, KW15 1AG",01856 873166,999,'
        '344800,1010800,Orkney Islands,"Digital; Food bank",English; Gàidhlig,Free,Anyone,Nothing,Ramp,'
        "05/03/2024,9-5,ask,By chance\n"
    )
    hub = listing(rows[0])
    assert (hub.source_key, hub.organisation, hub.description) == ("7", "Trust", "Help & tea")
    assert (hub.location.name, hub.location.address, hub.location.town) == (
        "Hall",
        ("12 High Street",),
        "Kirkwall",
    )
    assert hub.location.postcode == "KW15 1AG"
    assert hub.location.access == "Ramp"
    assert hub.location.position is not None
    assert hub.phones == ("01856 873166", "999")
    assert (hub.tags, hub.areas) == (("Digital", "Food bank"), ("Orkney Islands",))
    assert {"getting-online", "food"} <= set(hub.needs)
    assert (hub.languages, hub.fees, hub.free) == (("English", "Gàidhlig"), "Free", True)
    assert (hub.eligibility, hub.bring, hub.checked_on) == ("Anyone", "Nothing", date(2024, 3, 5))
    assert hub.hours[0] == OpeningHours((0,), datetime.time(9), datetime.time(17))
    assert hub.hours_note == "By chance\nTuesday: ask"
    assert notes(rows) == {"note-html": 1, "note-hours": 1}


def test_headings_below_a_title_are_found() -> None:
    rows = rows_of("Table 3: Libraries open in March,,\n,,\nLibrary,Town,Postcode\nWick,Wick,KW1 4NH\n")
    assert [(row.line, row.name) for row in rows] == [(4, "Wick")]


def test_the_rows_that_can_not_be_used_say_why() -> None:
    rows = rows_of(
        "Name,Town,Postcode,Status\n"
        "A,Wick,KW1 4NH,open\n"
        ",Wick,KW1 4NH,open\n"
        "A,Wick,kw14nh,open\n"
        "B,Wick\n"
        "C,Wick,KW1 4NH,open,more\n"
        "D,Wick,KW1 4NH,Permanently closed\n"
        "\n"
        " , , , \n"
        "E,Wick,KW1 4NH,open,,\n"
        "N/A,Wick,KW1 4NH,open\n"
        "F,Wick,KW1 4NH,temporarily closed\n"
    )
    assert refusals(rows) == [
        (3, "row-no-name"),
        (4, "row-duplicate"),
        (5, "row-too-few-columns"),
        (6, "row-too-many-columns"),
        (7, "row-closed"),
        (11, "row-no-name"),
    ]
    assert rows[2].refusal is not None
    assert rows[2].refusal.facts == {"of": 2}
    assert [row.name for row in rows if row.listing] == ["A", "E", "F"]
    assert listing(rows[-1]).status == "temporarily closed"


def test_a_program_that_leaves_out_empty_cells_at_the_end_is_understood() -> None:
    full = "".join(f"Full {n},Wick,KW1 4NH,https://example.org\n" for n in range(4))
    short = "".join(f"Short {n},Wick,KW1 4NH\n" for n in range(4))
    assert refusals(rows_of("Name,Town,Postcode,URL\n" + full + short)) == []
    blank = "Blank,Wick,KW1 4NH,\n"
    assert len(refusals(rows_of("Name,Town,Postcode,URL\n" + full + short + blank))) == 4


def test_a_place_that_will_close_is_still_open() -> None:
    next_year = date.today().year + 1
    rows = rows_of(f"Name,Year closed\nA,{next_year}\nB,2014\nC,N/A\nD,\nE,Yes\nF,Mondays\n")
    assert [line for line, _ in refusals(rows)] == [3, 6]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ('Name,Notes\nA,fine\nB,"cut off in the mid', 3),
        ('Name,Notes\nA,fine\nB,"cut off\nin the\nmiddle\n', 3),
        ('Name,Notes\n"A,fine\nB,more\nC,more\n', 2),
        ("Name,Town,Postcode\nA,Wick,KW1 4NH\nB,Wi", 3),
        ("Name,Town,Postcode\r\nA,Wick,KW1 4NH\r\nB", 3),
        ('Name,"Town', 1),
    ],
)
def test_a_sheet_that_is_cut_off_is_refused_with_its_line(data: str, line: int) -> None:
    for encoding in ("utf-8", "utf-16"):
        problem = refused(data.encode(encoding))
        assert (problem.code, problem.facts["line"]) == ("import-truncated", line)


def test_a_sheet_without_a_line_end_at_its_end_is_whole() -> None:
    assert len(rows_of("Name,Town,Postcode\nA,Wick,KW1 4NH\nB,Wick,KW1 4NH")) == 2


def test_headings_only_and_no_names() -> None:
    assert refused("Name,Town,Postcode\n").code == "import-no-rows"
    problem = refused("Colour,Size\nred,12\n")
    assert (problem.code, problem.facts["missing"]) == ("import-no-columns", ("name",))


def test_quotes_inside_cells_are_kept() -> None:
    rows = rows_of('Name,Notes\n"The ""Hub""",5" pipe\n')
    assert (rows[0].name, listing(rows[0]).description) == ('The "Hub"', '5" pipe')


def test_web_code_in_any_cell_becomes_plain_text() -> None:
    nasty = "<script>alert(1)</script><b>Hub</b> <img src=x onerror=alert(1)>"
    headings = (
        "Name,Organisation,Description,Venue,Address 1,Town,Category,Languages,Cost,Who for,What to bring,"
        "Alert,Accessibility,Opening hours,Monday,Council,District"
    )
    rows = rows_of(headings + "\n" + ",".join([nasty] * 17) + "\n")
    made = listing(rows[0])
    texts = [
        *(
            made.name,
            made.organisation,
            made.description,
            made.fees,
            made.eligibility,
            made.bring,
            made.alert,
        ),
        *(*made.tags, *made.languages, *made.areas, made.hours_note.split("\n")[0]),
        *(made.location.name, *made.location.address, made.location.town, made.location.access),
    ]
    assert set(texts) == {"Hub"}
    assert "<" not in made.hours_note


def test_a_picture_inside_a_cell_is_left_out() -> None:
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 13_200
    rows = rows_of(f'Name,Description\nHub,"<p>Tea</p><img src=""{picture}"">"\n')
    assert listing(rows[0]).description == "Tea"
    assert notes(rows) == {"note-picture": 1, "note-html": 1}


def test_formulas_in_csv_stay_text_and_text_cells_lose_their_wrapping() -> None:
    rows = rows_of('Name,Telephone,Description\nHub,"=""01856873166""",=1+1\n')
    assert (listing(rows[0]).phones, listing(rows[0]).description) == (("01856 873166",), "=1+1")


def test_an_excel_workbook() -> None:
    data = _workbook(
        ["Libraries of the north"],
        [],
        [
            "Library name",
            "Postcode",
            "Latitude",
            "Longitude",
            "Telephone",
            "Last checked",
            "Monday",
            "Year closed",
        ],
        [
            "Kirkwall Library",
            "KW15 1AG",
            58.9815,
            -2.9601,
            1856873166,
            datetime.datetime(2024, 3, 5),
            None,
            None,
        ],
        ["Old Library", "KW15 1AG", None, None, None, None, None, 2014],
        ["Short"],
        [None, "KW15 1AG"],
    )
    rows = rows_of(data, "list.xlsx")
    first = listing(rows[0])
    assert (first.location.position, first.phones) == (Position(58.9815, -2.9601), ("01856 873166",))
    assert first.checked_on == date(2024, 3, 5)
    assert refusals(rows) == [(5, "row-closed"), (7, "row-no-name")]


def test_the_sheet_with_the_list_is_found_and_formulas_give_what_they_showed() -> None:
    book = openpyxl.Workbook()
    notes_sheet = book.active
    assert notes_sheet is not None
    notes_sheet.append(["About this workbook"])
    hidden = book.create_sheet("hidden")
    hidden.append(["Name", "Postcode", "Town"])
    hidden.append(["Secret", "KW1 4NH", "Wick"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("list")
    sheet.append(["Name", "Postcode", "Description"])
    sheet.append(["Hub", "KW1 4NH", '=HYPERLINK("https://example.org","x")'])
    packed = io.BytesIO()
    book.save(packed)
    rows = rows_of(packed.getvalue(), "list.xlsx")
    assert [(row.name, listing(row).description) for row in rows] == [("Hub", "")]


def test_a_damaged_workbook_is_refused() -> None:
    whole = _workbook(["Name"], ["A"])
    assert refused(whole[: len(whole) // 2], "list.xlsx").code == "import-damaged"
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("[Content_Types].xml", "<nonsense")
        archive.writestr("xl/workbook.xml", "<nonsense")
    assert refused(broken.getvalue(), "list.xlsx").code == "import-damaged"
    assert refused(_workbook(), "list.xlsx").code == "import-empty"
    assert refused(_workbook(["Name", "Town"]), "list.xlsx").code == "import-no-rows"


def test_ids_and_keys() -> None:
    same = rows_of("ID,Name\n1,A\n2,A\n2,A\n3,B\n4,C\n5,D\n")
    assert [listing(row).source_key for row in same if row.listing] == ["1", "2", "3", "4", "5"]
    assert refusals(same) == [(4, "row-duplicate")]
    many = "".join(f"{n},Place {n}\n" for n in range(30))
    shared = rows_of("ID,Name\n7,A\n7,B\n" + many.replace("7,Place 7\n", ""))
    assert [listing(row).source_key for row in shared[:2]] == ["7/a", "7/b"]
    assert notes(shared) == {"note-id-shared": 2}
    no_id = rows_of("Ref,Name\nx,A\nx,B\nx,C\ny,D\n")
    assert [listing(row).source_key for row in no_id] == ["a", "b", "c", "d"]
    blank_id = rows_of("ID,Name,Postcode\n,A,KW1 4NH\n2,B,\n")
    assert [listing(row).source_key for row in blank_id] == ["a-kw1-4nh", "2"]


def test_a_key_stays_the_same_when_rows_move_or_letters_change() -> None:
    first = rows_of("Name,Town,Postcode\nTŷ Hub,Bala,LL23 7AG\nB,Bala,\n")
    second = rows_of("Postcode,Name,Town\n,b,Bala\nll237ag,TY HUB,Y Bala\n")
    assert {listing(row).source_key for row in first} == {listing(row).source_key for row in second}


def test_a_mapping_can_be_given() -> None:
    file = ImportFile("list.csv", b"Colour,Where,Post\nRed Hub,Wick,KW1 4NH\n")
    mapping = ColumnMapping(
        {"name": ("Colour",), "town": ("where",), "postcode": ("POST",), "url": ("gone",)}
    )
    made = listing(next(iter(spreadsheet.read(file, mapping))))
    assert (made.name, made.location.town, made.location.postcode) == ("Red Hub", "Wick", "KW1 4NH")


def test_headings_are_guessed() -> None:
    guess = guess_mapping(
        ["Library name", "Contact e-mail", "Location_Latitude", "LONG", "address line 2", "Address1", "?"]
    )
    assert guess.fields["name"] == ("Library name",)
    assert guess.fields["email"] == ("Contact e-mail",)
    assert guess.fields["latitude"] == ("Location_Latitude",)
    assert guess.fields["longitude"] == ("LONG",)
    assert set(guess.fields["address"]) == {"address line 2", "Address1"}
    assert guess.count == 6
    assert not guess_mapping(["Postcode"]).complete
    assert guess_mapping(["Organisation", "Postcode"]).complete


def test_headings_are_known_by_a_word_in_them_where_nothing_better_is_there() -> None:
    rows = rows_of(
        "Reporting Service,Library name,Postcode,Mon Library Hours,URL of library website,Website 2\n"
        "Barnet,Burnt Oak Library,HA8 0UB,9.30-1 2-5,www.example.org,\n"
        "Barnet,Chipping Barnet Library,EN5 4QT,AM & PM (with closure),,\n"
    )
    first, second = listing(rows[0]), listing(rows[1])
    assert (first.organisation, first.url) == ("Barnet", "https://www.example.org")
    assert [one.opens.hour for one in first.hours] == [9, 14]
    assert second.hours_note == "Mon Library Hours: AM & PM (with closure)"
    exact = guess_mapping(["Name", "Email", "Email opt in", "Phone type", "Telephone"])
    assert exact.fields["email"] == ("Email",)
    assert exact.fields["phone"] == ("Telephone",)


def test_sixty_thousand_rows_come_in_soon() -> None:
    row = "Place {0},{0} High Street,Wick,KW1 4NH,https://example.org/{0},01955 60{1:04d},{2}\n"
    words = ["Tea and toast"] * 9 + ["<p>Tea &amp; toast</p>"]
    sheet = "Name,Address 1,Town,Postcode,URL,Telephone,Description\n" + "".join(
        row.format(n, n % 4000, words[n % 10]) for n in range(60_000)
    )
    began = time.perf_counter()
    rows = rows_of(sheet)
    assert len([one for one in rows if one.listing]) == 60_000
    assert time.perf_counter() - began < 90  # 15 seconds on a slow laptop; this machine may be busy
