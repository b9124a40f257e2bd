"""Tells by the words above a column of an earlier log which field it holds."""

from __future__ import annotations

import re

from champion_desk.importers.headings import squeezed

# What logs call each field, likeliest first; without blanks and signs. The last lines are Welsh and Gaelic.
_WORDS: dict[str, str] = {
    "when": """
        datetime dateandtime datetimeasked questiondate whenasked timestamp startdatetime starteddate
        startedat asked askedat askedon created createdat createdon dateadded entered enteredon submitted
        submittedon submissiondate start started starttimestamp transactiondate sessionstart dateasked
        dyddiadacamser dyddiadamser ceannlatha
    """,
    "date": """
        date day dayofenquiry enquirydate sessiondate logdate dateofenquiry dateofsession dateofvisit
        visitdate startdate weekcommencing weekbeginning wc weekstarting month period dated questionasked
        reportdate dyddiad dydd dyddiadyrymholiad mis latha deit ceannla
    """,
    "time": """
        time starttime timein timeofday timeasked questiontime timeofenquiry timestarted amser
        amserdechrau am uair
    """,
    "hour": """
        hour hours hourofday timeslot slot hourslot timeband timeperiod timeblock session halfhour
        hourbeginning hourstarting shift awr oriau uairean
    """,
    "ended": "end endtime finish finishtime timeout endedat enddatetime stop timefinished amsergorffen",
    "minutes": """
        minutes mins min duration durationminutes durationmins timespent timetaken lengthofsession length
        howlong timespentminutes minutesspent sessionlength questionduration timespentmins questiontimespent
        lengthofinteraction interactionlength interactiontime transactiontime timespentonquestion
        munudau hyd parhad mionaidean fad
    """,
    "topic": """
        topic topics subject subjects questiontype typeofquestion typeofenquiry enquirytype type category
        categories questioncategory enquiry enquirycategory helpwith helpneeded reason reasonforvisit
        reasonforcontact whathelpedwith whatdidtheyneedhelpwith task activity activities service
        servicetype nature natureofenquiry purpose tags tag kind kindofhelp helptype issue problem
        problemtype supporttype typeofsupport typeofhelp digitaltopic transactiontype
        pwnc math mathoymholiad categori pwncyrymholiad cuspair seorsa
    """,
    "outcome": """
        outcome outcomes result answered resolved status resolution completed complete answeredyn wasanswered
        questionanswered helped solved success sorted referred referredyn howdiditend disposition
        resolvedyn successful canlyniad atebwyd toradh buil
    """,
    "reason": "reasonnotresolved whynot reasonnotanswered whyunresolved",
    "channel": """
        channel mode contactmethod howasked howdidtheyask askedby questionmode questionformat methodofcontact
        contactmode
        medium source method contacttype howcontacted patronmode interactiontype deliverymethod format
        enquirymethod communicationmode questionsource sianel dull dulliau doigh
    """,
    "help_given": "helpgiven howhelped typeofhelpgiven howwehelped cymorth",
    "device": "device devicetype equipment deviceused whichdevice dyfais inneal",
    "barriers": "barrier barriers obstacle obstacles barrierstogettingonline rhwystr rhwystrau bacadh",
    "site": """
        site location library branch desk place venue servicepoint librarylocation building questionlocation
        librarybranch locationname libraryname office where llyfrgell lleoliad cangen leabharlann aite
    """,
    "champion": """
        champion staff staffmember member staffname initials answeredby loggedby enteredby user username
        librarian operator employee volunteer staffinitials handledby helpedby recordedby by author owner
        digitalchampion addedby createdby staffid advisor adviser tutor hyrwyddwr
        aelodstaff luchdobrach
    """,
    "effort": "effort effortlevel difficulty difficultylevel level complexity ymdrech oidhirp",
    "read": "read readscale readlevel readscore readvalue readrating",
    "people": """
        people numberofpeople persons attendees attendance groupsize noofpeople howmany headcount
        participants users visitors customers customershelped peoplehelped nifer pobl niferobobl daoine
    """,
    "count": """
        count counts number no tally quantity qty numberofquestions questions noofquestions
        numberofenquiries enquiries noofenquiries transactions num numberofsessions nifercyfrif cyfrif
        cunntas aireamh
    """,
    "note": """
        note notes comment comments question details description detail answer response initialquestion
        questiontext whatwasasked enquirydetails notesonquestion furtherdetails additionalinformation
        additionalnotes freetext summary whathappened sylwadau nodiadau nodyn cwestiwn ateb manylion
        notaichean
    """,
    "language": "language languagespoken preferredlanguage iaith canan",
    "area": "area ward town village district locality neighbourhood townorvillage ardal tref sgire",
}
# Never taken in, and never part of what tells rows apart: who the visitor was, and sums.
_PERSONAL = re.compile(
    r"^(customer|client|patron|visitor|learner|borrower|citizen|user|participant|person|service ?user)s? "
    r"?('?s )?(full )?(name|first ?name|surname|id|no|number|phone|e-?mail|address|contact|barcode)\b"
    r"|^(full |first |last |sur|fore)?name$|^surname$|e-?mail|phone|^tel(ephone)?\b|^mobile|^address"
    r"|postcode|^dob$|date of birth|birthday|barcode|card ?(no|number)|^n\.?i\.?\b|national insurance|^enw$"
    r"|^ip( address)?$|^ainm$",
    re.IGNORECASE,
)
_SUM_WORDS = "total totals sum subtotal grandtotal cyfanswm iomlan runningtotal dailytotal"
_SUMS = frozenset(_SUM_WORDS.split())
_SUM_PARTS = frozenset(
    ("total", "totals", "subtotal", "cyfanswm", "iomlan")
)  # "Total enquiries", "Day total"
_LIKE_A_SUM = re.compile("total|sum|cyfans|iomlan|iomlàn", re.IGNORECASE)
_TIME_WORDS = ("time", "hours")
_LEFT_WORDS = """
    id questionid entryid recordid ref reference uniqueid rowid weekday dayofweek dayname internalnotes
    delete hidden deleted responseid surveyid sessionid initiativeid initiativetitle activitygroup
    timezone year week patrontype usertype customertype visitortype borrowertype
    """
_LEFT = frozenset(_LEFT_WORDS.split())
_FIELDS = {word: name for name, words in reversed(list(_WORDS.items())) for word in words.split()}
_PARTS = {
    "date": "date", "dyddiad": "date", "time": "time", "amser": "time", "duration": "minutes",
    "mins": "minutes", "minutes": "minutes", "munudau": "minutes", "topic": "topic", "topics": "topic",
    "subject": "topic", "category": "topic", "enquiry": "topic", "pwnc": "topic", "outcome": "outcome",
    "resolved": "outcome", "canlyniad": "outcome", "answered": "outcome", "mode": "channel",
    "channel": "channel", "location": "site", "branch": "site", "library": "site", "staff": "champion",
    "champion": "champion", "initials": "champion", "read": "read", "notes": "note", "comments": "note",
    "comment": "note", "question": "note", "answer": "note", "sylwadau": "note", "device": "device",
    "barrier": "barriers", "barriers": "barriers", "ward": "area", "people": "people",
    "attendees": "people", "type": "topic", "effort": "effort", "difficulty": "effort",
}  # fmt: skip
# Which words of a longer heading tell most: "Question type" is a topic, "Staff notes" a note.
_ORDER = (
    "minutes", "read", "effort", "note", "barriers", "outcome", "date", "time", "topic", "channel", "device",
    "people", "site", "champion", "area",
)  # fmt: skip
_LONGEST = 80


def is_personal(heading: str) -> bool:
    """Whether a column says who the visitor was."""
    return bool(_PERSONAL.search(" ".join(heading.split())))


def is_sum(heading: str) -> bool:
    """Whether a column or a row adds up others."""
    if not _LIKE_A_SUM.search(heading[:_LONGEST]):
        return False
    words = [squeezed(word) for word in re.split(r"[\s_()-]+", heading[:_LONGEST]) if squeezed(word)]
    if any(_PARTS.get(word) == "minutes" or word in _TIME_WORDS for word in words):
        return False  # of one session, not of several
    return squeezed(heading[:_LONGEST]) in _SUMS or bool(_SUM_PARTS & {*words[:1], *words[-1:]})


def is_left(heading: str) -> bool:
    """Whether a column has nothing to take in, by its heading."""
    return is_personal(heading) or is_sum(heading) or squeezed(heading) in _LEFT


def is_id(heading: str) -> bool:
    """Whether a column only numbers its rows, or says again what the day says."""
    return squeezed(heading) in _LEFT


def field_for(heading: str) -> str:
    """The field that a heading names; "" for one that says nothing known, or is left out."""
    if len(heading) > _LONGEST or is_left(heading):
        return ""
    word = re.sub(r"\d+$", "", squeezed(re.sub(r"\([^)]*\)", "", heading))) or squeezed(heading)
    if word in _FIELDS:
        return _FIELDS[word]
    parts = {squeezed(part) for part in re.split(r"[\s_./:()?'-]+", heading)}
    if {"date", "time"} <= parts:
        return "when"
    if "time" in parts and parts & {"spent", "taken", "length"}:
        return "minutes"
    if "end" in parts and parts & {"time", "date"}:
        return "ended"
    found = {_PARTS[part] for part in parts if part in _PARTS}
    return next((name for name in _ORDER if name in found), "")


def exactly(heading: str) -> bool:
    """Whether the whole heading is a word that logs use, not only a part of it."""
    return squeezed(heading) in _FIELDS
