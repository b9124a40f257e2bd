"""Fetches an Open Referral UK feed: every page of its list, then each service in full."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

import httpx

from champion_desk.domain.problems import Problem
from champion_desk.importers import files, json_lists
from champion_desk.importers.contract import ImportFile, Progress
from champion_desk.importers.open_referral import Record, key_of
from champion_desk.importers.web import Answer, NotThere, WebReader

_MOST_PAGES = 2000
_MOST_ENTRIES = 200_000
_PER_PAGE = 100
_GIVE_UP_DETAILS = 3
_FULL = ("service_at_locations", "locations", "service")
# What a feed's first page says there is in all: shown to people as how much is left, and never relied on.
_TOTALS = ("total_items", "totalElements", "count", "total")

Step = dict[str, object]


class Journal(Protocol):
    """Keeps what was fetched, step by step, so that a pull that was cut short goes on from there."""

    def known(self) -> Iterable[Step]:
        """The steps of the last pull, in order; none where it ended well, or is too long ago."""
        ...

    def note(self, step: Step) -> None:
        """Keep one more step."""
        ...

    def forget(self) -> None:
        """Keep nothing: the pull is over, or has to begin anew."""
        ...


class NoJournal:
    """Keeps nothing."""

    def known(self) -> Iterable[Step]:
        """No steps."""
        return ()

    def note(self, step: Step) -> None:
        """Nothing is kept."""

    def forget(self) -> None:
        """There is nothing to forget."""


def _quiet(_done: int, _total: int | None) -> None:
    return


def _never() -> bool:
    return False


def download(
    address: str,
    *,
    progress: Progress = _quiet,
    cancelled: Callable[[], bool] = _never,
    context: ssl.SSLContext | None = None,
    allow_http: bool = False,
    pause: Callable[[float], None] = time.sleep,
    waiting: Callable[[int], None] = lambda _seconds: None,
    journal: Journal | None = None,
) -> ImportFile:
    """The whole feed as one list in memory, so that nothing is half taken in; or the file at the address.

    `address` is the feed's base or its `/services`. Certificates are checked against `context`, or else
    against those this computer trusts. Raises `Problem` with a code that begins with "feed-", or `Cancelled`;
    what was fetched until then is in the `journal`, and is not fetched again the next time.
    """
    journal = journal or NoJournal()
    with WebReader(context, allow_http, cancelled, pause, waiting) as reader:
        host = reader.checked(address).host
        fetched = _Feed(reader, host, progress, journal).fetch(address)
    journal.forget()
    if isinstance(fetched, Answer):
        name = unquote(urlsplit(fetched.address).path.rpartition("/")[2]) or host
        return ImportFile(name, fetched.body, progress, cancelled)
    if not fetched:
        raise Problem("feed-empty", host=host)
    data = json_lists.compact({"contents": fetched}).encode("utf-8")
    return ImportFile(host, data, progress, cancelled)


class _Feed:
    """One visit to a feed."""

    def __init__(self, reader: WebReader, host: str, progress: Progress, journal: Journal) -> None:
        self._reader = reader
        self._host = host
        self._progress = progress
        self._journal = journal
        self._entries: list[object] = []
        self._known_details: dict[str, Record] = {}

    def fetch(self, address: str) -> list[object] | Answer:
        """Every entry; or, where something else than JSON lies at the address, that as it is."""
        at = self._go_on(address)
        if at is not None:
            return self._whole(at[0], self._pages(at[0], at[1]))
        start = self._start(address)
        if not files.begins_like_json(start.body):
            readable = files.is_text(start.body) or files.is_workbook(start.body)
            if start.media_type == "text/html" or not readable:
                raise Problem("feed-not-json", host=self._host)
            return start
        listed = str(httpx.URL(start.address).copy_remove_param("page").copy_remove_param("per_page"))
        self._journal.note({"start": address, "listed": listed})
        return self._whole(listed, self._pages(listed, 1, start))

    def _whole(self, listed: str, entries: list[object]) -> list[object]:
        if any(isinstance(entry, dict) and _is_full(entry) for entry in entries):
            return entries
        return self._details(str(httpx.URL(listed).copy_with(query=None)), entries)

    def _go_on(self, address: str) -> tuple[str, int] | None:
        """Where the last pull of this address was cut short: its list, and the page to go on with.

        The last page is asked for again: where it is another now, the list has moved on, and all begins anew.
        """
        steps = list(self._journal.known())
        pages = [step for step in steps if isinstance(step.get("page"), int)]
        if steps and steps[0].get("start") == address and pages:
            listed, last = str(steps[0].get("listed")), pages[-1]
            number = int(str(last["page"]))
            try:
                found = json_lists.records(self._value(self._page(listed, number)))
            except NotThere:
                found = None
            if _digest(found) == last.get("digest"):
                for step in pages:
                    self._entries += json_lists.records(step.get("entries")) or []
                for step in steps:
                    if isinstance(step.get("detail"), dict):
                        self._known_details[str(step.get("key"))] = step["detail"]  # type: ignore[assignment]
                ended = any(step.get("ended") for step in steps)
                return listed, 0 if ended else number + 1
        self._journal.forget()
        return None

    def _start(self, address: str) -> Answer:
        """The first page of the list, which lies at the address or at `/services` below it."""
        url = self._reader.checked(address)
        below = url.copy_with(path=url.path.rstrip("/") + "/services")
        is_list = url.path.rstrip("/").endswith("/services")
        try:
            answer = self._page(str(url), 1)
        except NotThere as refused:
            if is_list or refused.status in (401, 403):
                raise Problem("feed-refused", host=self._host, status=refused.status) from None
            answer = None
        if answer is not None and (is_list or not _is_front_door(answer, self._value(answer))):
            return answer
        try:
            return self._page(str(below), 1)
        except NotThere as refused:
            raise Problem("feed-refused", host=self._host, status=refused.status) from None

    def _page(self, address: str, page: int) -> Answer:
        url = httpx.URL(address)
        try:
            return self._reader.get(str(url.copy_merge_params({"page": page, "per_page": _PER_PAGE})))
        except NotThere as refused:
            if refused.status not in (400, 422):
                raise
        return self._reader.get(
            str(url.copy_merge_params({"page": page}))
        )  # pages of that size are not offered

    def _pages(self, listed: str, first: int, start: Answer | None = None) -> list[object]:
        """The entries of all pages from that one on (0: no more), and of those known before.

        Until a page is empty or has nothing new, whatever the totals say.
        """
        entries = self._entries
        seen = set(map(_identity, entries))
        claimed: int | None = None
        for page in range(first, _MOST_PAGES + 1) if first else ():
            try:
                answer = start if start and page == 1 else self._page(listed, page)
            except NotThere:  # some feeds have no page after the last
                break
            value = self._value(answer)
            found = json_lists.records(value)
            if found is None and page == 1:
                raise Problem("feed-not-json", host=self._host)
            fresh = [entry for entry in found or () if _identity(entry) not in seen]
            if not fresh:
                break
            self._journal.note({"page": page, "entries": fresh, "digest": _digest(found)})
            seen.update(map(_identity, fresh))
            entries += fresh
            claimed = claimed or _claimed(value)
            self._progress(len(entries), claimed if claimed and claimed > len(entries) else None)
            if len(entries) > _MOST_ENTRIES:
                raise Problem("feed-too-large", host=self._host, most=_MOST_ENTRIES)
        else:
            if first:
                raise Problem("feed-too-large", host=self._host, most=_MOST_ENTRIES)
        self._journal.note({"ended": True})
        return entries

    def _details(self, address: str, entries: list[object]) -> list[object]:
        """Each entry with what only its own page tells: places, hours, categories."""
        full: list[object] = []
        found = missing = 0
        for entry in entries:
            self._progress(len(full), len(entries))
            detail: Record = {}
            if isinstance(entry, dict) and key_of(entry.get("id")) and (found or missing < _GIVE_UP_DETAILS):
                detail = self._detail(address, entry)
                found, missing = (found + 1, missing) if detail else (found, missing + 1)
            full.append({**entry, **detail} if isinstance(entry, dict) else entry)
        self._progress(len(full), len(entries))
        return full

    def _detail(self, address: str, entry: Record) -> Record:
        key = key_of(entry.get("id"))
        if key in self._known_details:
            return self._known_details[key]
        detail = self._fetched_detail(address, key)
        self._journal.note({"key": key, "detail": detail})
        return detail

    def _fetched_detail(self, address: str, key: str) -> Record:
        try:
            answer = self._reader.get(f"{address.rstrip('/')}/{quote(key, safe='')}")
        except NotThere:
            return {}
        if not files.begins_like_json(answer.body):
            return {}
        for record in json_lists.records(self._value(answer)) or ():
            if isinstance(record, dict) and key_of(record.get("id")) == key:
                return {name: value for name, value in record.items() if value is not None}
        return {}

    def _value(self, answer: Answer) -> object:
        if not files.begins_like_json(answer.body):
            return None
        try:
            return json_lists.parse(self._host, files.text_of(self._host, answer.body))
        except Problem:
            raise Problem("feed-not-json", host=self._host) from None


def _is_front_door(answer: Answer, value: object) -> bool:
    """Whether this is the page that describes a feed (version, profile), not its list."""
    if not files.begins_like_json(answer.body):
        return answer.media_type == "text/html"
    return json_lists.records(value) is None


def _is_full(entry: Record) -> bool:
    return any(name in entry for name in _FULL)


def _identity(entry: object) -> str:
    """What tells whether an entry was seen before: its id, or else all of it."""
    key = key_of(entry.get("id")) if isinstance(entry, dict) else ""
    return f"id {key}" if key else hashlib.sha256(json_lists.compact(entry).encode()).hexdigest()


def _digest(entries: list[object] | None) -> str:
    """What tells a page from any other: which entries are on it, in which order."""
    return hashlib.sha256("\n".join(map(_identity, entries or ())).encode("utf-8")).hexdigest()


def _claimed(value: object) -> int | None:
    """How many entries a page says there are in all."""
    if isinstance(value, dict):
        for holder in (value, value.get("meta"), value.get("pagination")):
            for name in _TOTALS:
                total = holder.get(name) if isinstance(holder, dict) else None
                if isinstance(total, int) and not isinstance(total, bool) and 0 < total <= _MOST_ENTRIES:
                    return total
    return None
