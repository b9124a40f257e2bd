"""Fetches an Open Referral UK feed: every page of its list, then each service in full."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable
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
) -> ImportFile:
    """The whole feed as one list in memory, so that nothing is half taken in; or the file at the address.

    `address` is the feed's base or its `/services`. Certificates are checked against `context`, or else
    against those this computer trusts. Raises `Problem` with a code that begins with "feed-", or `Cancelled`.
    """
    with WebReader(context, allow_http, cancelled, pause) as reader:
        host = reader.checked(address).host
        fetched = _Feed(reader, host, progress).fetch(address)
    if isinstance(fetched, Answer):
        name = unquote(urlsplit(fetched.address).path.rpartition("/")[2]) or host
        return ImportFile(name, fetched.body, progress, cancelled)
    if not fetched:
        raise Problem("feed-empty", host=host)
    data = json_lists.compact({"contents": fetched}).encode("utf-8")
    return ImportFile(host, data, progress, cancelled)


class _Feed:
    """One visit to a feed."""

    def __init__(self, reader: WebReader, host: str, progress: Progress) -> None:
        self._reader = reader
        self._host = host
        self._progress = progress

    def fetch(self, address: str) -> list[object] | Answer:
        """Every entry; or, where something else than JSON lies at the address, that as it is."""
        start = self._start(address)
        if not files.begins_like_json(start.body):
            readable = files.is_text(start.body) or files.is_workbook(start.body)
            if start.media_type == "text/html" or not readable:
                raise Problem("feed-not-json", host=self._host)
            return start
        entries = self._pages(start)
        if any(isinstance(entry, dict) and _is_full(entry) for entry in entries):
            return entries
        return self._details(str(httpx.URL(start.address).copy_with(query=None)), entries)

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

    def _pages(self, start: Answer) -> list[object]:
        """The entries of all pages: until one is empty or has nothing new, whatever the totals say."""
        seen: set[str] = set()
        entries: list[object] = []
        answer: Answer | None = start
        address = str(httpx.URL(start.address).copy_remove_param("page").copy_remove_param("per_page"))
        for page in range(2, _MOST_PAGES + 2):
            found = json_lists.records(self._value(answer)) if answer else None
            if found is None and page == 2:
                raise Problem("feed-not-json", host=self._host)
            fresh = [entry for entry in found or () if _identity(entry) not in seen]
            if not fresh:
                return entries
            seen.update(map(_identity, fresh))
            entries += fresh
            self._progress(len(entries), None)
            if len(entries) > _MOST_ENTRIES:
                break
            try:
                answer = self._page(address, page)
            except NotThere:  # some feeds have no page after the last
                return entries
        raise Problem("feed-too-large", host=self._host, most=_MOST_ENTRIES)

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
