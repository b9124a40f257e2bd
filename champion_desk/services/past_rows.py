"""Makes sessions and tallies of the rows of an earlier log, by a mapping; what can't be used says why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from champion_desk.domain.past_logs import (
    LEAVE_OUT,
    MOST_IN_A_CELL,
    SEVERAL,
    TALLIES,
    LogMapping,
    LogRow,
    LogSheet,
    RefusedEntry,
)
from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import MOST_MINUTES, MOST_PEOPLE, AssistedSession
from champion_desk.domain.tallies import MOST_COUNT, TAKEN_IN, Tally
from champion_desk.importers.headings import squeezed
from champion_desk.importers.log_headings import field_for, is_personal, is_sum
from champion_desk.importers.log_numbers import count_of, is_blank, is_marked, is_ticked, minutes_of
from champion_desk.services.past_moments import Moments
from champion_desk.services.past_texts import PastTexts
from champion_desk.services.past_values import ValueGuesses, plain_value

# A row that begins with a sum: "Total", "Monthly total".
_SUM_FIRST = 3
_SUM_INSTEAD_OF = ("time", "hour", "topic")
_NO_PART_OF_KEY = ("note", "champion")


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one row, or one cell of a grid: its records, all with keys of their own, or a refusal.

    `notes` are codes of what was changed or left out on the way.
    """

    records: tuple[AssistedSession | Tally, ...] = ()
    refused: RefusedEntry | None = None
    notes: tuple[str, ...] = ()


class PastRows:
    """Reads the rows of one sheet by one mapping. `now` is when it began; nothing later can have been."""

    def __init__(
        self, sheet: LogSheet, mapping: LogMapping, guesses: ValueGuesses, texts: PastTexts, now: datetime
    ) -> None:
        self._sheet, self._mapping, self._guesses, self._texts = sheet, mapping, guesses, texts
        self._columns = mapping.numbers(sheet)
        self._moments = Moments(sheet, mapping, now)
        self._seen: Counter[str] = Counter()
        self._key_columns = [
            number
            for number, heading in sorted(enumerate(sheet.headings), key=lambda pair: squeezed(pair[1]))
            if not is_personal(heading) and not is_sum(heading) and field_for(heading) not in _NO_PART_OF_KEY
        ]

    def entries(self) -> Iterator[Entry]:
        """Every row in its order, or in a grid every cell with something in it."""
        for row in self._sheet.rows:
            try:
                if self._mapping.kind == TALLIES:
                    yield from self._counts(row)
                else:
                    yield self._session(row)
            except Invalid as problem:
                yield self._refuse(row, problem.code, problem.facts)

    def _refuse(
        self, row: LogRow, code: str, facts: Mapping[str, object] = MappingProxyType({}), column: str = ""
    ) -> Entry:
        return Entry(refused=RefusedEntry(row.sheet, row.line, column, code, facts))

    # What a cell says

    def _text(self, row: LogRow, field: str) -> str:
        """The first thing that the columns of a field say."""
        return next((t for n in self._columns.get(field, ()) if (t := row.cell(n)[:500].strip())), "")

    def _codes(self, row: LogRow, field: str) -> list[str]:
        """The codes of a field's values, each once. Raises `Invalid` for a row to be left out."""
        found: list[str] = []
        for number in self._columns.get(field, ())[: None if field in SEVERAL else 1]:
            for text in parts_of(row.cell(number), field):
                code = self.code_for(field, text)
                if code == LEAVE_OUT:
                    raise Invalid(field, "row-left-out")
                if code and code not in found:
                    found.append(code)
        return found

    def code_for(self, field: str, text: str) -> str:
        """What a value is taken as: what was chosen, else what is guessed."""
        chosen = self._mapping.values.get(field, {}).get(plain_value(text))
        return self._guesses.guess(field, text).code if chosen is None else chosen

    def _one(self, row: LogRow, field: str) -> str:
        return next(iter(self._codes(row, field)), "")

    def _who_and_where(self, row: LogRow, notes: list[str]) -> tuple[str, str]:
        champion = self._one(row, "champion")
        if not champion and self._text(row, "champion"):
            notes.append("past-champion")
        site = self._one(row, "site")
        if not site and self._text(row, "site"):
            notes.append("past-site")
        return champion or self._mapping.champion_id, site or self._mapping.site_id

    def _is_sum(self, row: LogRow) -> bool:
        """Whether a row adds up others: without a day of its own, or said where its hour or kind would be."""
        if self._moments.says_day(row):
            said = [self._text(row, field) for field in _SUM_INSTEAD_OF]
        else:
            said = [cell for cell in row.cells if cell.strip()][:_SUM_FIRST]
        return any(is_sum(cell) for cell in said)

    # Sessions

    def _session(self, row: LogRow) -> Entry:
        if self._is_sum(row):
            return self._refuse(row, "row-sum")
        if not any(self._text(row, field) for field in self._columns if field not in ("when", "date")):
            return self._refuse(row, "row-nothing")
        notes: list[str] = []
        moment, time_known = self._moments.moment(row, notes)
        champion, site = self._who_and_where(row, notes)
        topics = [*self._codes(row, "topic"), *self._ticked(row)]
        outcome = self._one(row, "outcome")
        if not topics:
            notes.append("past-topic")
        if not outcome:
            notes.append("past-outcome")
        note = self._texts.note([row.cell(n) for n in self._columns.get("note", ())], moment.date(), notes)
        outcome = outcome or self._mapping.outcome
        session = AssistedSession(
            champion,
            site,
            moment,
            tuple(topics) or (self._mapping.topic,),
            self._minutes(row, moment, notes),
            outcome,
            outcome_reason=self._one(row, "reason") if outcome == "could-not" else "",
            help_given=self._one(row, "help_given"),
            barriers=tuple(self._codes(row, "barriers")),
            device=self._one(row, "device"),
            channel=self._one(row, "channel") or self._mapping.channel,
            language=self._texts.language(self._text(row, "language"), notes),
            area=self._texts.area(self._text(row, "area"), notes),
            effort=self._effort(row, notes),
            people=self._people(row, notes),
            note=note,
            time_known=time_known,
            import_key=self._key(row, "session", [row.cell(n) for n in self._key_columns]),
        )
        return Entry((session,), notes=tuple(dict.fromkeys(notes)))

    def _ticked(self, row: LogRow) -> list[str]:
        """The kinds whose boxes are ticked."""
        found = []
        for number in self._columns.get("kind", ()):
            ticked = is_ticked(row.cell(number)[:40])
            if ticked or (ticked is None and not is_blank(row.cell(number)[:40])):
                found.append(self.code_for("topic", self._sheet.headings[number]))
        return [code for code in dict.fromkeys(found) if code and code != LEAVE_OUT]

    def _minutes(self, row: LogRow, began: datetime, notes: list[str]) -> int:
        for number in self._columns.get("minutes", ()):
            text = row.cell(number)[:100].strip()
            minutes = minutes_of(text, self._sheet.headings[number]) if text else None
            if minutes is not None:
                if minutes > MOST_MINUTES:
                    notes.append("past-minutes-many")
                return min(minutes, MOST_MINUTES)
            if text:
                notes.append("past-minutes-odd")
        lasted = self._moments.lasted(row, began)
        if lasted is None:
            notes.append("past-minutes")
        return self._mapping.minutes if lasted is None else min(lasted, MOST_MINUTES)

    def _effort(self, row: LogRow, notes: list[str]) -> int | None:
        for field, most in (("effort", 5), ("read", 6)):
            text = self._text(row, field)
            if text:
                found = next((int(sign) for sign in text[:20] if sign.isascii() and sign.isdigit()), 0)
                if 1 <= found <= most:
                    return min(found, 5)
                notes.append("past-effort")
        return None

    def _people(self, row: LogRow, notes: list[str]) -> int:
        text = self._text(row, "people") or self._text(row, "count")
        if not text:
            return 1
        try:
            return max(count_of(text, MOST_PEOPLE), 1)
        except Invalid as problem:
            if problem.code == "count-too-large":
                raise
            notes.append("past-people")
            return 1

    # Tallies

    def _counts(self, row: LogRow) -> Iterator[Entry]:
        grid = [
            number
            for field in ("kind", "hour-column")
            for number in self._columns.get(field, ())
            if not is_blank(row.cell(number)[:40])
        ]
        if self._columns.get("kind") or self._columns.get("hour-column"):
            for number in grid:
                heading = self._sheet.headings[number]
                try:
                    yield self._count(row, row.cell(number), heading)
                except Invalid as problem:
                    yield self._refuse(row, problem.code, problem.facts, heading)
            self._moments.pass_by(row)
            return
        yield self._count(row, self._text(row, "count"), "")

    def _count(self, row: LogRow, text: str, heading: str) -> Entry:
        """One number as a batch for its period; a large one as several."""
        if self._is_sum(row):
            return self._refuse(row, "row-sum", {}, heading)
        notes: list[str] = []
        span = self._moments.span(row, heading, notes)
        count = self._number(text, notes) if text or heading or self._columns.get("count") else 1
        champion, site = self._who_and_where(row, notes)
        topics = self._kinds(row, heading)
        if not topics:
            notes.append("past-topic")
        topic = next(iter(topics), self._mapping.topic)
        key = self._tally_key(row, heading)
        records = []
        for part, begin in enumerate(range(0, count, MOST_COUNT)):
            records.append(
                Tally(
                    *(champion, site, topic, min(MOST_COUNT, count - begin), span.start, span.end, TAKEN_IN),
                    import_key=f"{key}-{part}" if part else key,
                )
            )
        return Entry(tuple(records), notes=tuple(dict.fromkeys(notes)))

    def _number(self, text: str, notes: list[str]) -> int:
        if not text.strip():
            raise Invalid("count", "count-not-number")
        ticked = is_ticked(text[:40])
        count = 1 if ticked and not text.strip().isdigit() else count_of(text[:500], MOST_IN_A_CELL)
        if count == 0:
            raise Invalid("count", "count-nought")
        if is_marked(text[:60]) and not ticked:
            notes.append("past-marked")
        return count

    def _kinds(self, row: LogRow, heading: str) -> list[str]:
        if self._mapping.columns.get(heading) == "kind":
            code = self.code_for("topic", heading)
            if code == LEAVE_OUT:
                raise Invalid("topic", "row-left-out")
            return [code] if code else []
        return self._codes(row, "topic")

    # What tells a row from others

    def _tally_key(self, row: LogRow, heading: str) -> str:
        fields = ("date", "when", "time", "hour", "ended", "topic", "site")
        cells = [row.cell(n) for field in fields for n in self._columns.get(field, ())]
        return self._key(row, "tally", [*cells, heading, self._moments.day_text(row)])

    def _key(self, row: LogRow, kind: str, cells: list[str]) -> str:
        """The same for the same row of the same log, whatever its columns are taken as; without what visitors
        are called or what was written freely. Rows that are the same are numbered."""
        where = "" if self._columns.get("site") else self._mapping.site_id
        said = "\x1f".join((kind, where, row.sheet, *(" ".join(cell[:500].split()) for cell in cells)))
        key = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest()
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}+{self._seen[key]}"


def parts_of(cell: str, field: str) -> list[str]:
    """The values in a cell: of topics and barriers several can stand in one."""
    text = cell[:1000].strip()
    if not text:
        return []
    if field not in SEVERAL:
        return [text]
    for sign in ("\n", "|"):
        text = text.replace(sign, ";")
    parts = text.split(";")
    if len(parts) == 1 and ", " in text and len(text) < 200:
        parts = text.split(",")
    return [part.strip() for part in parts if part.strip()][:12]


def day_of(entry: Entry) -> date | None:
    """The day of what an entry makes."""
    return entry.records[0].started_at.astimezone().date() if entry.records else None
