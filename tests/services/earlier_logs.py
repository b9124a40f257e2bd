"""Earlier logs to take in, and what the tests of that ask of a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from champion_desk.domain.past_logs import (
    LogMapping,
    LogPreview,
    LogSheet,
)
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import Tally
from champion_desk.services import Services

LIBSTATS = """\
question_id,patron_type,question_type,time_spent,question_format,library,location,initials,question_date,\
question,answer
1,Public,Printing,0-5 minutes,In Person,Kirkwall Library,Desk,M,03/02/2026 10:15,how to print,showed them
2,Public,Directional,5-10 minutes,Phone,Stromness,Desk,ab,14/02/2026 10:20,ring 07700 900123 on Monday,told
3,Public,NHS app,1 hour,E-mail,Kirkwall,Desk,Mairi,15/02/2026 11:15,log in,did it together
4,Public,Printing,5,In Person,Kirkwall,Desk,ab,31/02/2026 10:00,x,y
Total,,,,,,,,,,
5,Public,Printing,5,In Person,Kirkwall,Desk,ab,01/02/2999 10:00,x,y
"""
GIMLET = """\
Initials,Location,Asked at,Duration,Questioner,Format,Difficulty,Question type,Question,Answer,Tags
MF,Kirkwall Library,2026-03-02 14:05:00 UTC,5-15 minutes,Public,In-person,2,Technology,Wifi,Showed,"wifi, cv"
AB,Kirkwall Library,2026-07-03 09:30:00 UTC,0-5 minutes,Public,Phone,1,Directional,Opening hours,Told,
"""
LIBINSIGHT = """\
Record ID,Start Date,End Date,Entered By,READ Level,Question Type,Contact Method,Library,Question,\
Internal Notes
77,"Mar 2, 2026 10:05 AM","Mar 2, 2026 10:20 AM",Mairi,3,Technology,Walk-up,Kirkwall Library,Print,secret
78,"Mar 13, 2026 3:05 PM","Mar 13, 2026 3:10 PM",Ewan,6,Wi-Fi,Telephone,Kirkwall Library,where,
"""
HOME_MADE = """\
Digital help log 2026,,,,,,
Kirkwall Library,,,,,,

Date,Time,What did they need help with?,Mins,Sorted?,Customer name,Comments
3.4.26,10.15am,Bus pass,10,Y,Ishbel Flett,did it together
14.4.26,2pm,E-mail,about 20,N,Ann Rendall,no ID. Call 07700 900123
,3pm,Printing,5,Y,,again
Total,,,35,,,
"""
HOURS_DOWN = """\
Enquiry tally sheet,Kirkwall Library,,,
Date: 3 March 2026,,,,
Hour,Printing,Wi-Fi,Bus pass,Total
9-10,3,1,,4
10-11,2,0,1,3
12-1,5*,x,,6
Total,10,2,1,13
"""
DAYS_ACROSS = """\
Kirkwall Library,,,,
Kind,02/03/2026,13/03/2026,14/03/2026,Total
Printing,3,4,5,12
Wi-Fi,1,,2,3
Total,4,4,7,15
"""


Read = Callable[[str], LogSheet]


def reader(desk: Services, folder: Path) -> Read:
    """Reads the likeliest table of a CSV file with some content."""

    def read(content: str) -> LogSheet:
        path = folder / "log.csv"
        path.write_text(content, encoding="utf-8")
        return desk.past_logs.look(path)[0]

    return read


def guessed(desk: Services, sheet: LogSheet) -> LogMapping:
    """The mapping that is offered."""
    return desk.past_logs.suggested(sheet).mapping


def preview(desk: Services, sheet: LogSheet) -> LogPreview:
    """What would come in, which adds up."""
    found = desk.past_logs.preview(sheet, guessed(desk, sheet))
    assert found.found == found.used + found.here + len(found.refused)
    return found


def take_in(desk: Services, sheet: LogSheet) -> LogPreview:
    """Take it in as guessed; what was done is what was said before."""
    said = preview(desk, sheet)
    done = desk.past_logs.take_in(sheet, guessed(desk, sheet)).preview
    assert replace(done, unmapped=said.unmapped) == said
    return done


def sessions(desk: Services) -> list[AssistedSession]:
    """All that are there, the oldest first."""
    with desk.desk.open_store.reading() as tx:
        return tx.sessions.between(datetime(1990, 1, 1, tzinfo=UTC), datetime.now(UTC))[::-1]


def tallies(desk: Services) -> list[Tally]:
    """All that are there."""
    with desk.desk.open_store.reading() as tx:
        return tx.tallies.between(datetime(1990, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=40))


def changes(desk: Services) -> int:
    """How many writes the store has seen."""
    with desk.desk.open_store.reading() as tx:
        query = text("SELECT count(*) FROM change_log")
        return int(tx.changes._connection.execute(query).scalar_one())


def refusals(found: LogPreview) -> list[tuple[int, str, str]]:
    """Line, column and code of each entry that was refused."""
    return [(one.line, one.column, one.code) for one in found.refused]
