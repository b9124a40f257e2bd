"""The demo desk: a believable year at Kirkwall and Inverness libraries, the same for every seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from champion_desk.domain.catalogue import Topic
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Cancelled
from champion_desk.domain.sessions import AssistedSession, HandoutGiven
from champion_desk.domain.training import LEVELS, Enrolment, SelfAssessment
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo_tallies import QuickOnes
from champion_desk.services.desks import DeskService, NewDesk, OpenDesk
from champion_desk.services.sharing import settle_skills
from champion_desk.services.shipped import take_in_libraries
from champion_desk.storage.store import Transaction

PASSPHRASE = "look around here"
SEED = 1
_PER_DAY = 13.0  # both sites together, an ordinary weekday: about 4,000 sessions in a year
_WEEKDAYS = (1.1, 1.2, 0.9, 1.0, 1.15, 0.65, 0.0)
_HOURS = {9: 0.5, 10: 1.3, 11: 1.4, 12: 0.8, 13: 0.7, 14: 1.3, 15: 1.2, 16: 0.8}
_KIRKWALL = Site(
    "Kirkwall Library", "S12000023", "Orkney Islands", "Junction Road, Kirkwall", "KW15 1AG", "01632 960100",
    58.98150, -2.96010, "Scotland",
)  # fmt: skip
_INVERNESS = Site(
    "Inverness Library", "S12000017", "Highland", "Farraline Park, Inverness", "IV1 1NH", "01632 960200",
    57.47990, -4.22460, "Scotland",
)  # fmt: skip
_NAMES = (("Mairi", True), ("Ewan", False), ("Inga", False), ("Catriona", False), ("Calum", False))
# Months in which a kind of help is asked for more often than usual.
_SEASONS: dict[str, dict[int, float]] = {
    "council-tax": {3: 3.0, 4: 3.0},
    "school-meals": {6: 3.0, 7: 4.0, 8: 4.0},
    "universal-credit-claim": {1: 1.6, 2: 1.4},
    "travel-tickets": {5: 2.0, 6: 2.0, 7: 2.0},
    "photos": {12: 2.0, 1: 2.0},
    "phone-set-up": {12: 1.8, 1: 3.0},
    "voter-registration": {4: 3.0},
    "local-history": {7: 1.8, 8: 1.8},
}
_NOTES = (
    "The code by text took ten minutes to arrive.",
    "The form timed out once. We began again with the papers ready.",
    "Wants to come back on a quieter morning and do it alone.",
    "Printer tray 2 jammed; used the one upstairs.",
    "Signal is poor at home, so we wrote the steps down.",
    "Had no e-mail account yet, so we made that first.",
    "The letter had an old web address on it.",
    "Needed the large print sheet.",
)
_AREAS = ("Kirkwall", "Stromness", "Westray", "Sanday", "St Margaret's Hope", "Inverness", "Nairn", "Beauly")


@dataclass(frozen=True, slots=True)
class _Year:
    """What a made-up session is drawn from."""

    catalogues: Catalogues
    champions: Sequence[Champion]
    sites: tuple[Site, Site]
    listings: dict[str, tuple[str, ...]]
    handouts: dict[str, str]
    chance: random.Random


def start_demo(
    desk: DeskService,
    build: Callable[[OpenDesk], Services],
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
    today: date | None = None,
) -> Services:
    """Make and fill a demo desk, and leave it open. Raises `Cancelled`; the half-made desk is then gone."""
    champion = Champion(*_NAMES[0])
    started = desk.start(NewDesk(_KIRKWALL, champion, PASSPHRASE, demo=True), filled=False)
    try:
        services = build(started.desk)
        fill(services, progress, cancelled, today or date.today())
        desk.finish()
    except BaseException:
        desk.abandon()
        raise
    return services


def fill(
    services: Services,
    progress: Callable[[int, int | None], None],
    cancelled: Callable[[], bool],
    today: date,
) -> None:
    """The shipped libraries, invented listings, champions with training, and a year of sessions."""
    champions = [services.champion]
    for name, lead in _NAMES[1:]:
        champions.append(Champion(name, lead))
        services.desk.add_champion(champions[-1], PASSPHRASE, demo=True)
    take_in_libraries(services)
    sample = services.directory.preview(resources_dir() / "sample" / "listings.json", "Demo listings")
    services.directory.take_in(sample)
    year = _Year(
        services.catalogues,
        champions,
        (services.site, _INVERNESS),
        _likely_listings(services),
        {topic: one.slug for one in services.handouts.titles for topic in one.read_in("en").topics},
        random.Random(SEED),
    )
    quick = QuickOnes(services.champion.id, services.site.id, today, datetime.now().astimezone())
    store = services.desk.open_store
    with store.transaction() as tx:
        tx.champions.add_site(_INVERNESS)
        for day in range(364, -1, -1):
            if cancelled():
                raise Cancelled
            progress(364 - day, 365)
            _one_day(tx, year, quick, today - timedelta(days=day), today)
        _training(tx, year, today)
    services.board.tell("sessions", "tallies", "training", "champions")


def _likely_listings(services: Services) -> dict[str, tuple[str, ...]]:
    found = {}
    for topic in services.catalogues.topics:
        found[topic.code] = tuple(match.listing.id for match in services.directory.for_topics([topic]))
    return found


def _closed(day: date) -> bool:
    return (day.month, day.day) in {(12, 25), (12, 26), (1, 1), (1, 2)}


def _one_day(tx: Transaction, year: _Year, quick: QuickOnes, day: date, today: date) -> None:
    expected = _PER_DAY * _WEEKDAYS[day.weekday()] * (0.75 if day.month in (7, 12) else 1.0)
    if _closed(day):
        expected = 0.0
    if day == today:
        expected = max(expected, _PER_DAY * 0.8)  # the demo is open on the day someone looks at it
    # A busy or quiet day varies about as much as the root of what is expected.
    count = max(0, round(year.chance.gauss(expected, math.sqrt(expected)))) if expected else 0
    moments = sorted(_moment(year, day) for _ in range(count))
    now = datetime.now().astimezone()
    for moment in moments:
        if moment < now:
            tx.sessions.add(quick.followed_up(_session(year, moment)))
    for tally in quick.of(day, expected / _PER_DAY):
        tx.tallies.add(tally)


def _moment(year: _Year, day: date) -> datetime:
    hour = year.chance.choices(list(_HOURS), list(_HOURS.values()))[0]
    minute = year.chance.randrange(15 if hour == 9 else 0, 60)
    return datetime.combine(day, time(hour, minute)).astimezone()


def _topic(year: _Year, month: int) -> Topic:
    topics = year.catalogues.topics
    weights = [_SEASONS.get(topic.code, {}).get(month, 1.0) / (topic.rank + 3) for topic in topics]
    return year.chance.choices(topics, weights)[0]


def _session(year: _Year, moment: datetime) -> AssistedSession:
    chance = year.chance
    topic = _topic(year, moment.month)
    at_kirkwall = chance.random() < 0.45
    champion = chance.choice(year.champions[:3] if at_kirkwall else year.champions[3:])
    outcome = chance.choices(("done", "partly", "handed-on", "could-not"), (62, 18, 13, 7))[0]
    session = AssistedSession(
        champion.id,
        year.sites[0 if at_kirkwall else 1].id,
        moment,
        (topic.code,),
        max(1, min(120, round(chance.lognormvariate(2.3, 0.7)))),
        outcome,
        help_given=chance.choices(("told", "showed", "together", "for-them"), (15, 30, 45, 10))[0],
        next_time=chance.choices(("alone", "with-help", "not-yet", ""), (40, 28, 17, 15))[0],
        channel=chance.choices(("walk-in", "booked", "drop-in", "phone"), (70, 10, 15, 5))[0],
        device=chance.choices(("library-pc", "own-phone", "own-computer", "none"), (45, 38, 12, 5))[0],
        stuck=chance.random() < 0.03,
        nothing_local=outcome == "could-not" and chance.random() < 0.3,
        note=chance.choice(_NOTES) if chance.random() < 0.12 else "",
        area=chance.choice(_AREAS) if chance.random() < 0.3 else "",
    )
    return _with_more(year, topic, session)


def _with_more(year: _Year, topic: Topic, session: AssistedSession) -> AssistedSession:
    """What only some sessions have: barriers, a reason, a listing, a handout."""
    chance = year.chance
    more: dict[str, object] = {}
    if chance.random() < 0.5:
        codes = year.catalogues["barriers"].codes
        more["barriers"] = tuple(
            dict.fromkeys(chance.choices(codes, [1 / (i + 2) for i in range(len(codes))], k=2))
        )
    if session.outcome == "could-not":
        more["outcome_reason"] = chance.choice(year.catalogues.reasons.codes)
    listings = year.listings.get(topic.code, ())
    if listings and (session.outcome == "handed-on" or chance.random() < 0.1):
        more["listings"] = (chance.choice(listings),)
    if topic.code in year.handouts and chance.random() < 0.35:
        more["handouts"] = (HandoutGiven(year.handouts[topic.code], "en", chance.choice((14, 18, 18, 24))),)
    return replace(session, **more)  # type: ignore[arg-type]


def _training(tx: Transaction, year: _Year, today: date) -> None:
    """Each champion rated themselves twice, and has courses done, planned and due."""
    chance = year.chance
    half_a_year_ago = datetime.combine(today - timedelta(days=170), time(9)).astimezone()
    lately = datetime.combine(today - timedelta(days=20), time(9)).astimezone()
    for champion in year.champions:
        for framework in year.catalogues.frameworks:
            if framework.code != "digital-champion":
                continue
            for skill in framework.skills:
                before = chance.randrange(0, 3)
                now = min(3, before + chance.choice((0, 0, 1, 1)))
                for level, moment in ((before, half_a_year_ago), (now, lately)):
                    tx.training.assess(SelfAssessment(champion.id, skill.code, LEVELS[level], moment))
        for number, course in enumerate(chance.sample(year.catalogues.courses, 5)):
            tx.training.enrol(_enrolment(champion, course.code, course.label(), course.hours, number, today))
    settle_skills(tx, (skill.code for framework in year.catalogues.frameworks for skill in framework.skills))


def _enrolment(
    champion: Champion, code: str, title: str, hours: float, number: int, today: date
) -> Enrolment:
    if number < 3:
        done = today - timedelta(days=60 + 70 * number)
        due = today + timedelta(days=8) if number == 2 else None
        return Enrolment(champion.id, code, title, "done", hours, done, due)
    return Enrolment(champion.id, code, title, "planned", hours, None, today + timedelta(days=20 * number))
