"""Takes the lines of a British postal address apart: street lines, town and postcode."""

from __future__ import annotations

import re
from collections.abc import Sequence

from champion_desk.domain.catalogue import folded
from champion_desk.importers.cleaning import postcode_inside

# Counties and council areas that stand below the town in an address; those that are also the name of a
# city (Swansea, Aberdeen, York) are left out, because there they are the town.
_COUNTIES = frozenset(
    folded(name)
    for name in """
    Aberdeenshire; Angus; Argyll; Argyll & Bute; Argyll and Bute; Ayrshire; East Ayrshire;
    North Ayrshire; South Ayrshire; Banffshire; Berwickshire; Borders; Scottish Borders; Caithness;
    Clackmannanshire; Dumfriesshire; Dumfries & Galloway; Dumfries and Galloway; Dunbartonshire;
    East Dunbartonshire; West Dunbartonshire; East Lothian; Fife; Highland; Inverclyde; Inverness-shire;
    Kincardineshire; Kinross-shire; Kirkcudbrightshire; Lanarkshire; North Lanarkshire;
    South Lanarkshire; Midlothian; Moray; Morayshire; Nairnshire; Na h-Eileanan Siar; Western Isles;
    Eilean Siar; Orkney; Orkney Islands; Peeblesshire; Perthshire; Perth & Kinross; Perth and Kinross;
    Renfrewshire; East Renfrewshire; Ross-shire; Ross and Cromarty; Roxburghshire; Selkirkshire;
    Shetland; Shetland Islands; Stirlingshire; Sutherland; West Lothian; Wigtownshire; Isle of Skye;
    Isle of Lewis; Isle of Arran; Isle of Bute; Isle of Mull; Isle of Islay; Anglesey; Isle of Anglesey;
    Ynys Môn; Sir Ynys Môn; Blaenau Gwent; Carmarthenshire; Sir Gaerfyrddin; Ceredigion; Clwyd; Conwy;
    Denbighshire; Sir Ddinbych; Dyfed; Flintshire; Sir y Fflint; Glamorgan; Vale of Glamorgan;
    Bro Morgannwg; Mid Glamorgan; South Glamorgan; West Glamorgan; Gwent; Gwynedd; Monmouthshire;
    Sir Fynwy; Neath Port Talbot; Castell-nedd Port Talbot; Pembrokeshire; Sir Benfro; Powys;
    Rhondda Cynon Taf; Rhondda Cynon Taff; Torfaen; Caerphilly County Borough; Merthyr;
    Bridgend County Borough; Avon; Bedfordshire; Berkshire; Buckinghamshire; Cambridgeshire; Cheshire;
    Cleveland; Cornwall; County Durham; Cumbria; Derbyshire; Devon; Dorset; East Sussex; East Yorkshire;
    East Riding of Yorkshire; Essex; Gloucestershire; Greater London; Greater Manchester; Hampshire;
    Herefordshire; Hertfordshire; Humberside; Isle of Wight; Kent; Lancashire; Leicestershire;
    Lincolnshire; Merseyside; Middlesex; Norfolk; North Yorkshire; Northamptonshire; Northumberland;
    Nottinghamshire; Oxfordshire; Rutland; Shropshire; Somerset; South Yorkshire; Staffordshire;
    Suffolk; Surrey; Sussex; Tyne and Wear; Tyne & Wear; Warwickshire; West Midlands; West Sussex;
    West Yorkshire; Wiltshire; Worcestershire; County Antrim; County Armagh; County Down;
    County Fermanagh; County Londonderry; County Tyrone; Scotland; Wales; Cymru; England;
    Northern Ireland; UK; United Kingdom; Great Britain
    """.replace("\n", "").split(";")
    for name in [name.strip()]
)
# Words that a street or a building ends with, and Welsh and Gaelic words that one begins with.
_STREET_END = re.compile(
    r"\b(street|st|road|rd|lane|ln|avenue|ave|drive|dr|terrace|way|crescent|close|court|gardens?|row|wynd"
    r"|brae|vennel|square|place|parade|esplanade|quay|walk|loan|rise|mall|precinct|arcade|cross roads?"
    r"|roundabout|park|inn|centre|center|school|academy|college|campus|library|buildings?|house|hall|institute"
    r"|complex|hub|estate|shopping|unit|floor)( (north|south|east|west))?\.?$",
    re.IGNORECASE,
)
_STREET_START = re.compile(
    r"^(ffordd|stryd|y stryd|heol|l[oô]n|rhodfa|teras|sgwâr|maes|canolfan|ysgol|llyfrgell|neuadd|sr[aà]id"
    r"|rathad|unit|off|nr|near|the old|old school|c/o)\b",
    re.IGNORECASE,
)
_NUMBER_ONLY = re.compile(r"^\d{1,4}[a-z]?([-–/]\d{1,4}[a-z]?)?$", re.IGNORECASE)


def split_lines(address: str) -> list[str]:
    """The lines of an address that was written into one cell, with line ends or commas between them."""
    parts = address.split("\n") if "\n" in address else address.split(",")
    lines: list[str] = []
    for part in (part.strip(" ,") for part in parts):
        if lines and part and _NUMBER_ONLY.match(lines[-1]):
            lines[-1] = f"{lines[-1]} {part}"  # "12, High Street"
        elif part:
            lines.append(part)
    return lines


def taken_apart(lines: Sequence[str], town: str, postcode: str) -> tuple[tuple[str, ...], str, str]:
    """Street lines, town and postcode; a town or postcode that is not given is looked for in the lines."""
    rest = list(dict.fromkeys(line for line in (line.strip(" ,") for line in lines) if line))
    if rest:
        inside, shorter = postcode_inside(rest[-1])
        if inside and postcode in ("", inside):
            postcode = inside
            rest[-1:] = [shorter] if shorter else []
    county = ""
    while len(rest) > 1 and folded(rest[-1]) in _COUNTIES:
        county = rest.pop()
    if town:
        return tuple(line for line in rest if line.casefold() != town.casefold()), town, postcode
    if len(rest) > 1 and is_town(rest[-1]):
        return tuple(rest[:-1]), rest[-1].rstrip("."), postcode
    if len(rest) == 1 and is_town(rest[0]):
        return (), rest[0], postcode
    return tuple(rest), county if county and folded(county) == "conwy" else "", postcode


def is_town(line: str) -> bool:
    """Whether an address line can be a town: no number, no street, no building."""
    return (
        not any(sign.isdigit() for sign in line)
        and not _STREET_END.search(line.strip())
        and not _STREET_START.match(line.strip())
        and folded(line) not in _COUNTIES
        and len(line) <= 40
    )
