"""Tells which column of a spreadsheet holds what, by the words that real lists put above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from champion_desk.domain.catalogue import folded

# What people call each field, likeliest first, in English and Welsh; written without blanks and signs.
_WORDS: dict[str, str] = {
    "id": """
        id libraryid serviceid uniqueid uniqueidentifier identifier recordid importid externalid guid
        uuid ref reference uniquereference urn dynodwr
    """,
    "name": """
        libraryname servicename name nameoflibrary nameofservice nameofplace venuename placename
        sitename centrename hubname branchname facilityname facility resourcename listingname
        projectname groupname clubname activityname project group club activity title library branch
        service place hub enwrllyfrgell enwllyfrgell enwgwasanaeth enwrgwasanaeth enwlleoliad enw
        llyfrgell teitl
    """,
    "organisation": """
        organisation organization organisationname organizationname nameoforganisation providername
        provider provideroforganisation runby operator managedby owner charityname charity sefydliad
        enwrsefydliad corff darparwr
    """,
    "venue": "venue location locationname building buildingname site where lleoliad adeilad",
    "description": """
        description servicedescription about details detail summary information shortdescription
        longdescription whatwedo whattheyoffer aboutus notes comments disgrifiad manylion crynodeb
        gwybodaeth
    """,
    "address": """
        address fulladdress postaladdress streetaddress addressline street streetname road housename
        addresslines cyfeiriad cyfeiriadllawn stryd
    """,
    "town": """
        town city towncity towncityname posttown townorcity locality settlement village tref dinas
        treflan trefdinas pentref
    """,
    "county": "county countyname stateprovince state sir",
    "postcode": "postcode postalcode postcodes pcd pcds pcode zip zipcode codpost cp",
    "url": """
        url website web webaddress webpage websiteurl websiteaddress websitelink weburl homepage link
        uri moreinformation gwefan dolen cyfeiriadgwe cyfeiriadgwefan tudalenwe
    """,
    "links": "links otherlinks morelinks furtherlinks additionalurls additionallinks relatedlinks dolenni",
    "email": "email emailaddress emails mail contactemail ebost cyfeiriadebost ebostcyswllt",
    "phone": """
        phone telephone phonenumber telephonenumber tel telno telephoneno phoneno contactnumber
        contactphone contacttelephone contacttelephonenumber mobile mobilenumber phones helpline
        landline ffon rhifffon ffonsymudol
    """,
    "latitude": "latitude lat latitudewgs84 ycoordinatewgs84 lledred",
    "longitude": "longitude long lng lon longitudewgs84 hydred",
    "position": """
        latlong latlng latlon latitudelongitude coordinates coordinate geopoint2d geopoint geolocation
        cyfesurynnau
    """,
    "easting": "easting eastings xcoordinate xcoord geox x gridx dwyreiniad",
    "northing": "northing northings ycoordinate ycoord geoy y gridy gogleddiad",
    "authority": """
        localauthority localauthorityname authority authorityname council councilname councilarea la
        laname localauthorityarea libraryservice libraryservicename libraryauthority reportingservice
        awdurdodlleol awdurdod cyngor enwrawdurdodlleol
    """,
    "area": """
        district districtname areaserved areascovered areacovered servicearea serviceareas coverage
        catchment ward wardname lad ladname ardal ardaloedd
    """,
    "closed": """
        yearclosed dateclosed closed closeddate closuredate closedon closingdate isclosed
        permanentlyclosed blwyddyncau dyddiadcau argau
    """,
    "status": "status openstatus currentstatus openclosed operationalstatus statws",
    "hours": """
        openinghours openingtimes hours opening opentimes openhours times staffedhours hoursofopening
        daysandtimes oriauagor oriau amseroeddagor
    """,
    "monday": "monday mon mondayhours mondayopeninghours dyddllun llun",
    "tuesday": "tuesday tue tues tuesdayhours tuesdayopeninghours dyddmawrth mawrth",
    "wednesday": "wednesday wed weds wednesdayhours wednesdayopeninghours dyddmercher mercher",
    "thursday": "thursday thu thur thurs thursdayhours thursdayopeninghours dyddiau iau",
    "friday": "friday fri fridayhours fridayopeninghours dyddgwener gwener",
    "saturday": "saturday sat saturdayhours saturdayopeninghours dyddsadwrn sadwrn",
    "sunday": "sunday sun sundayhours sundayopeninghours dyddsul sul",
    "fees": "fees fee cost costs price prices charge charges costoption feesdescription ffioedd pris",
    "eligibility": """
        eligibility whofor whoisitfor eligibilitydescription eligibilitycriteria whocanuse
        targetaudience targetgroup audience agegroup agerange cymhwysedd ibwy
    """,
    "minimum_age": "minimumage minage agefrom agemin fromage youngestage oedranlleiaf oisaslugha",
    "maximum_age": "maximumage maxage ageto agemax toage oldestage oedranmwyaf",
    "bring": "bring whattobring requireddocuments documents beth iddod",
    "checked": """
        lastchecked checked checkedon datechecked lastreviewed reviewed reviewdate assureddate
        dateassured lastverified verified gwiriwyd
    """,
    "tags": """
        category categories tags tag keywords keyword theme themes topic topics type typeofservice
        servicetype subcategory taxonomies taxonomy servicetaxonomies categori categoriau math pwnc
    """,
    "languages": "language languages languagesspoken iaith ieithoedd",
    "access": """
        accessibility accessibilityinformation access disabledaccess wheelchairaccess accessnotes
        hygyrchedd
    """,
    "alert": "alert notice importantnotice importantinformation temporaryclosure rhybudd",
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Fields of which a list may have several columns that belong together.
_SEVERAL = frozenset({"address", "phone", "tags", "area"})
_RANKS = {word: (name, rank) for name, words in _WORDS.items() for rank, word in enumerate(words.split())}
_PREFIXES = {
    *("library", "service", "location", "contact", "venue", "site", "branch", "public", "main", "centre"),
    *("hub", "facility", "place"),
}
# Words that tell the field wherever they stand in a heading ("URL of library website"), if nothing else does.
_ANYWHERE = {
    **dict.fromkeys(("url", "website"), "url"),
    **dict.fromkeys(("telephone", "phone"), "phone"),
    **{name: name for name in ("postcode", "email", "latitude", "longitude", "easting", "northing")},
    **{short: name for name in DAYS for short in (name, name[:3])},
}
_LONGEST_HEADING = 60
_BY_PREFIX, _BY_WORD = 100, 200
_NUMBERED = re.compile(
    r"^(address|addressline|addressln|addr|cyfeiriad|llinell|telephone|phone|tel)(?:line)?(\d)$"
)
_NEEDED = "name"
_INSTEAD_OF_NAME = ("venue", "organisation")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which heading gives which field. A field may have several headings, the best first."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether each entry's name can be found."""
        return _NEEDED in self.fields

    @property
    def count(self) -> int:
        """How many headings are put to use."""
        return sum(map(len, self.fields.values()))

    def columns(self, headings: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """The column numbers for each field in a table with those headings."""
        numbers: dict[str, list[int]] = {}
        for number, heading in enumerate(headings):
            numbers.setdefault(squeezed(heading), []).append(number)
        return {
            name: tuple(number for heading in chosen for number in numbers.get(squeezed(heading), ()))
            for name, chosen in self.fields.items()
        }


def squeezed(heading: str) -> str:
    """A heading as it is compared: without case, accents, blanks and signs."""
    return "".join(sign for sign in folded(heading) if sign.isalnum())


def guess_mapping(headings: Sequence[str]) -> ColumnMapping:
    """The likeliest mapping for a row of headings; it may not be `complete`."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for number, heading in enumerate(headings):
        guess = _guess(heading)
        if guess:
            found.setdefault(guess[0], []).append((guess[1], number, heading))
    if _NEEDED not in found:
        for name in _INSTEAD_OF_NAME:
            if name in found:
                found[_NEEDED] = found.pop(name)
                break
    return ColumnMapping({name: _chosen(name, guesses) for name, guesses in found.items()})


def _chosen(name: str, guesses: list[tuple[int, int, str]]) -> tuple[str, ...]:
    sure = [guess for guess in guesses if guess[0] < _BY_WORD]
    ordered = sorted(sure or guesses[:1], key=lambda guess: guess[1] if name in _SEVERAL else guess[0])
    return tuple(dict.fromkeys(heading for _, _, heading in ordered))


def _guess(heading: str) -> tuple[str, int] | None:
    word = squeezed(heading)
    if word in _RANKS:
        return _RANKS[word]
    numbered = _NUMBERED.match(word)
    if numbered:
        return ("phone" if numbered[1].startswith(("tel", "phone")) else "address"), int(numbered[2])
    parts = [squeezed(part) for part in re.split(r"[\s_./:()-]+", heading) if squeezed(part)]
    if len(parts) > 1 and parts[0] in _PREFIXES:
        rest = _guess("".join(parts[1:]))
        if rest:
            return rest[0], rest[1] + _BY_PREFIX
    if word.startswith(("openinghours", "openingtimes")):
        return "hours", _BY_WORD
    if len(heading) <= _LONGEST_HEADING:
        return next(((_ANYWHERE[part], _BY_WORD) for part in parts if part in _ANYWHERE), None)
    return None
