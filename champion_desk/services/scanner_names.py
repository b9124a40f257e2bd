"""Finds a title with the name behind it: “Mrs O'Neil-Jones”, “Y Parch. Huws”, “Mgr MacLeòid”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from champion_desk.domain.findings import Finding
from champion_desk.domain.identifiers import words

# Nothing else than a title; behind these, any word that is no everyday one is a name.
_SURE = r"mr|mrs|mx|mssrs|messrs|bnr|bns|mgr|(?:a'\s?)?bh-ph|parch(?:edig)?|revd|urr|(?:t-)?oll"
# Also words, or parts of other names; behind these only a capital, or a surname that many have.
_ALSO_WORDS = r"miss|ms|dr|doctor|rev|reverend|sir|lady|lord|dame|prof|professor|athro|capt|captain|sgt|fr"
_TITLE = re.compile(
    rf"(?<![\w'&/-])(?=[mbapulrdscft])(?:(?P<sure>{_SURE})|(?P<also>{_ALSO_WORDS}))\b\.?", re.IGNORECASE
)

_NAME = r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*"
_INITIALS = r"(?:[^\W\d_](?:\.[ ]?|[ ])){0,3}"
_PARTICLE = r"(?:(?:van|von|der|den|de|da|di|du|la|le|al|el|bin|ap|ab|ferch|mac|mc|nic|o|st)\.?[ '-])*"
_FIRST_WORD = re.compile(
    rf"[ \t]{{1,2}}(?P<initials>{_INITIALS})(?P<particle>{_PARTICLE})(?P<name>{_NAME})", re.IGNORECASE
)
_NEXT_WORD = re.compile(rf"[ ](?P<name>{_PARTICLE}{_NAME})")
_AND_TITLE = re.compile(rf"\s(?:and|&|a|agus|/)\s(?:{_SURE}|miss|ms|dr)\b\.?", re.IGNORECASE)

# What stands behind a title without being a name.
_NO_NAMES = words(
    """a about access account adobe after again all also am an and any app apple application applied
    apply appointment appointments are as asked at authenticator azure back bank bean because before
    benefit benefits best bing bnr both box bus buses but by call called came can card cat chips claim
    class clinic code com come connection copilot could council course credit crm da day deadline
    defender detective device did do document doing dos dre drive each edge email every excel exchange
    exe explorer facebook ferry file first flight font fonts for form forms friday from front gaga
    gave get gmail goes going google got gov had has have he head help her here him his hololens home
    hospital hotmail hours how i ie if in ink internet into intune is it its itself january february
    march april may june july august september october november december journal just last left letter
    letters library line link list living loading log login looked luck macbeth madam made martens
    material me meeting men message messages mistake monday muscle my name need needed needs network
    new next nhs no not note notes now number of off office often on once one onedrive onenote online
    only opens or our out outlook out paint paper pass password payment payments pension pepper phone
    planner please portal post potato power powerpoint practice president print printer prints project
    publisher rather referral rep replied resit result results reviews room rooms said sat saturday
    saw school see sent she should sign sir skype so some something spots sql starts store student
    sunday surface surgery survey sway system tablet teams tenant test text than that the their them
    then there these they thing things this those thursday to today together told tomorrow tonight too
    took tours train trains travel trip tried try tuesday tv unit universal universe up update us use
    used user using version versions video visio visit vs was we web wednesday week well went were
    what when where which who whom whose why wi wifi will windows with word words work world would x
    xbox year yes yesterday you your appt scotland wales england britain britannia welsh english
    gaelic polish a'r ac am ar at bws byth cael dim drwy ei eu fod fel gan gyda hi i'r ei mae meddyg
    mewn ni nid o oedd ond sydd wedi y yn yr air aig anns agus bha bhon cha chan do gu le nach nan san
    tha"""
)
# What may follow a name with a capital of its own, and is no part of it.
_NO_SECOND = _NO_NAMES | words(
    """age bt calmac citizens digital dwp ebay ee everything eid facetime google hmrc ipad iphone journal
    kindle lenovo linkedin lloyds messenger microsoft natwest netflix o2 pc pip samsung santander sky
    spotify tesco ticket tsb twitter uc vodafone waterloo whatsapp wi-fi yahoo youtube zoom esa"""
)
# Surnames that many have and that are no everyday words: for titles typed without capitals.
_SURNAMES = words(
    """smith jones williams taylor davies evans wilson thomas roberts johnson lewis robinson thompson
    watson jackson wright harris cooper martin clarke james morgan hughes edwards clark harrison scott
    morris ward turner carter phillips mitchell patel adams campbell anderson allen bailey parker
    davis murphy griffiths kelly simpson marshall collins bennett richardson chapman robertson shaw
    reynolds lloyd ellis richards russell wilkinson khan graham stewart reid murray powell palmer
    holmes rogers stevens walsh thomson matthews ross owen owens kennedy butler saunders pearce harvey
    hudson gibson barnes pearson kaur singh begum ahmed hussain ali dixon gordon mcdonald brooks ryan
    macdonald macleod mcleod mackenzie mackay mcintosh hamilton johnston dawson armstrong gardner
    andrews williamson barker cunningham watts webb lawrence bradley jenkins chambers spencer atkinson
    lawson fraser ferguson kerr paterson morrison sinclair rendall flett drever isbister linklater
    leask foubister muir wallace duncan craig millar ritchie sutherland crawford docherty burns
    pritchard parry rees price-jones howells bowen vaughan bevan kowalski kowalska nowak wisniewski
    popescu ionescu chowdhury rahman o'brien o'neill o'connor byrne gallagher doherty mccarthy sharma
    shah iqbal akhtar brown walker walsh baker cook"""
)


def names(plain: str) -> Iterator[Finding]:
    """Titles with a name; the finding is the whole, from the title to the end of the name."""
    for title in _TITLE.finditer(plain):
        after = _AND_TITLE.match(plain, title.end())
        end = _end_of_name(
            plain, after.end() if after else title.end(), sure=bool(title["sure"]), title=title[0]
        )
        if end and not _is_street(plain, title.start(), title[0]):
            yield Finding("name", title.start(), end)


def _end_of_name(plain: str, at: int, sure: bool, title: str) -> int:
    """Where the name behind a title ends, or 0 where it is none."""
    first = _FIRST_WORD.match(plain, at)
    if first is None:
        return _end_of_initial(plain, at) if sure else 0
    name = _without_s(first["name"])
    end = first.start("name") + len(name)
    known = name.casefold() in _NO_NAMES
    if first["initials"].strip() and not name[0].isupper():
        return _end_of_initial(plain, at) if sure else 0
    if (known and not (first["initials"].strip() and name[0].isupper())) or plain[end : end + 1] == "@":
        return 0
    if not name[0].isupper():
        many = name.casefold() in _SURNAMES
        likely = sure and len(name) >= 3 and title[:1].islower() | title[:1].isupper()
        return end if many or (likely and not title.isupper()) else 0
    if (
        title.isupper()
        and len(title) > 1
        and title in ("MS", "DR", "FR")
        and name.isupper()
        and len(name) <= 3
    ):
        return 0
    if len(name) == 1 or (not sure and name.isupper() and len(name) <= 2):
        return end if sure else 0
    second = _NEXT_WORD.match(plain, end)
    if second and second["name"][-1:] and _is_second(second["name"], name):
        end = second.start("name") + len(_without_s(second["name"]))
    return end


def _end_of_initial(plain: str, at: int) -> int:
    """“Mr S.”: an initial tells less than a name, but tells."""
    initial = re.compile(r"[ ][A-Z]\b(?!\d)").match(plain, at)
    return initial.end() if initial else 0


def _is_second(word: str, first: str) -> bool:
    whole = _without_s(word)
    last = re.split(r"[ '-]", whole)[-1]
    if whole.casefold() in _NO_SECOND or not last[:1].isupper() or len(last) < 2:
        return False
    return last.isupper() == first.isupper() or not last.isupper()


def _without_s(name: str) -> str:
    return name[:-2] if name.endswith(("'s", "'S")) else name


def _is_street(plain: str, start: int, title: str) -> bool:
    """“12 Ocean Dr, Kirkwall”: a drive, not a doctor."""
    return title.rstrip(".").casefold() == "dr" and bool(re.search(r"\d+[a-z]?\s[A-Z]\w+\s\Z", plain[:start]))
