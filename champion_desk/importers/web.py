"""Asks a web server for one thing after another: safely, politely, and with words for what goes wrong."""

from __future__ import annotations

import math
import re
import ssl
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx
import truststore

from champion_desk import VERSION, policy
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers.asking import TooSlow, ask
from champion_desk.importers.files import MOST_MEGABYTES

_MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
_MOST_REDIRECTS = 5
_TRIES = 5
_USUAL_WAIT = 60.0  # seconds where a busy server does not say how long (so waits the standard's own reader)
_LONGEST_WAIT = 300.0
_LONGEST_ANSWER = 120.0  # seconds for one answer, however slowly it trickles in
_SLICE = 0.2
_HOST = re.compile(r"[\w.:-]+")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the bytes, their media type, and the address they came from in the end."""

    body: bytes
    media_type: str
    address: str


class NotThere(Exception):
    """The server has nothing there, or does not let us have it: an HTTP status from 400 to 499."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _nobody_waits(_seconds: int) -> None:
    return


class WebReader:
    """Reads from one server over https, or over http where that was allowed on purpose.

    All that is read together may be 200 MB. Troubles are `Problem`s with the host's name. The proxies of the
    environment and of the system are used. `waiting` is told the seconds left of a wait, and 0 at its end.
    """

    def __init__(
        self,
        context: ssl.SSLContext | None,
        allow_http: bool,
        cancelled: Callable[[], bool],
        pause: Callable[[float], None] = time.sleep,
        waiting: Callable[[int], None] = _nobody_waits,
    ) -> None:
        self._waiting = waiting
        self._schemes = ("https", "http") if allow_http else ("https",)
        self._cancelled = cancelled
        self._pause = pause
        self._read = 0
        self._reached = False
        self._client = _client(context or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def __enter__(self) -> WebReader:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._client.close()

    def checked(self, address: str) -> httpx.URL:
        """The address, if it is one that may be asked.

        Raises `Problem`: feed-address, feed-insecure, or feed-not-allowed where IT's policy names others.
        """
        try:
            url = httpx.URL(address.strip())
        except httpx.InvalidURL:
            raise Problem("feed-address", address=address[:200]) from None
        if url.scheme not in ("http", "https") or not _HOST.fullmatch(url.host) or url.userinfo:
            raise Problem("feed-address", address=address[:200])
        if url.scheme not in self._schemes:
            raise Problem("feed-insecure", host=url.host)
        if not policy.in_force().allows_feed(url.raw_host.decode("ascii")):  # a redirect comes here as well
            raise Problem("feed-not-allowed", host=url.host)
        return url.copy_with(fragment=None)

    def get(self, address: str) -> Answer:
        """What is at the address; tried again after a wait where the server is busy or stumbles.

        Raises `NotThere`, `Problem` or `Cancelled`.
        """
        url = self.checked(address)
        trouble = Problem("feed-unreachable", host=url.host)
        for attempt in range(1, _TRIES + 1):
            wait = float(2 ** (attempt - 1))
            try:
                self._stop_if_cancelled()
                return ask(lambda: self._once(url), self._cancelled, _LONGEST_ANSWER)
            except (httpx.TimeoutException, TooSlow):
                trouble = Problem("feed-timeout", host=url.host)
            except httpx.HTTPError as error:
                if _is_about_certificates(error):
                    raise Problem("feed-tls", host=url.host) from None
                trouble = Problem("feed-cut" if self._reached else "feed-unreachable", host=url.host)
                if not self._reached:
                    raise trouble from None
            except (httpx.InvalidURL, UnicodeError):
                raise Problem("feed-address", address=address[:200]) from None
            except _Busy as busy:
                code = "feed-busy" if busy.status == 429 else "feed-fault"
                trouble = Problem(code, host=url.host, status=busy.status)
                wait = busy.wait or (_USUAL_WAIT if busy.status == 429 else wait)
                if wait > _LONGEST_WAIT:
                    minutes = math.ceil(wait / 60)
                    raise Problem("feed-wait-too-long", host=url.host, minutes=minutes) from None
            if attempt < _TRIES:
                self._wait(wait)
        raise trouble

    def _once(self, url: httpx.URL) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            self._stop_if_cancelled()
            with self._client.stream("GET", url) as response:
                self._reached = True
                if response.status_code in _REDIRECTS:
                    target = self.checked(urljoin(str(url), response.headers.get("location", "")))
                    if url.scheme == "https" and target.scheme != "https":
                        raise Problem("feed-insecure", host=target.host)
                    url = target
                    continue
                if response.status_code == 429 or response.status_code >= 500:
                    raise _Busy(response.status_code, _seconds(response.headers.get("retry-after", "")))
                if response.status_code >= 400:
                    raise NotThere(response.status_code)
                media_type = response.headers.get("content-type", "").partition(";")[0].strip().casefold()
                return Answer(self._body(response, url.host), media_type, str(url))
        raise Problem("feed-unreachable", host=url.host)

    def _body(self, response: httpx.Response, host: str) -> bytes:
        parts = []
        for part in response.iter_bytes():
            self._stop_if_cancelled()
            self._read += len(part)
            if self._read > _MOST_BYTES:
                raise Problem("feed-too-large", host=host, most=MOST_MEGABYTES)
            parts.append(part)
        return b"".join(parts)

    def _wait(self, seconds: float) -> None:
        left = seconds
        while left > 0:
            self._stop_if_cancelled()
            self._waiting(math.ceil(left))
            self._pause(min(_SLICE, left))
            left -= _SLICE
        self._waiting(0)

    def _stop_if_cancelled(self) -> None:
        if self._cancelled():
            raise Cancelled


class _Busy(Exception):
    def __init__(self, status: int, wait: float) -> None:
        super().__init__(status)
        self.status = status
        self.wait = wait


def _seconds(text: str) -> float:
    """The seconds of a Retry-After header, which may also say a moment (RFC 9110, section 10.2.3)."""
    if text.isascii() and text.strip().isdigit():
        return min(float(text), 86_400.0)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), 86_400.0)


def _client(context: ssl.SSLContext) -> httpx.Client:
    """A client that goes through the proxies that are set. Raises `Problem("feed-proxy")`."""
    try:
        return httpx.Client(
            verify=context,
            timeout=httpx.Timeout(30, connect=10),
            headers={"User-Agent": f"ChampionDesk/{VERSION}", "Accept": "application/json, */*;q=0.5"},
        )
    except (ValueError, ImportError, httpx.InvalidURL):  # a scheme that is no proxy's, SOCKS, nonsense
        given = ", ".join(sorted(name for name in urllib.request.getproxies() if name != "no"))
        raise Problem("feed-proxy", given=given) from None


def _is_about_certificates(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
