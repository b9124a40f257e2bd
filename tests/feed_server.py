"""A real web server for tests, over https with a certificate of its own or over plain http."""

from __future__ import annotations

import datetime
import ipaddress
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """What the server answers, and what it was asked."""

    answer: Callable[[str, dict[str, str]], object] = lambda _path, _query: None
    asked: list[str] = field(default_factory=list)
    address: str = ""
    trickle: float = 0.0


def made_certificate(folder: Path, name: str = "localhost") -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(name)]
                + ([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))] if name == "localhost" else [])
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers as the site says: a value is sent as JSON, None is 404."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer one question."""
            site.asked.append(self.path)
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            reply = site.answer(parts.path, query)
            status, headers, body = reply if isinstance(reply, tuple) else _as_json(reply)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if site.trickle:  # a byte now and then, as a worn-out server does
                for at in range(len(body)):
                    self.wfile.write(body[at : at + 1])
                    self.wfile.flush()
                    time.sleep(site.trickle)
                return
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


def _as_json(value: object) -> Reply:
    if value is None:
        return 404, {"Content-Type": "text/html"}, b"<html>not here</html>"
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def service(number: int, **more: object) -> dict[str, object]:
    """A service as lists show it."""
    return {"id": number, "name": f"Service {number}", "status": "active", **more}


def full(number: int, **more: object) -> dict[str, object]:
    """A service with where it is."""
    return service(number, service_at_locations=[{"location": {"id": "l", "name": "Hall"}}], **more)


def pages(*those: list[dict[str, object]]) -> Callable[[str, dict[str, str]], object]:
    """A list of pages whose totals lie."""

    def answer(path: str, query: dict[str, str]) -> object:
        number = int(query.get("page", "1"))
        if path != "/api/services":
            return None
        found = those[number - 1] if number <= len(those) else []
        return {"total_items": 1, "total_pages": 1, "page_number": 1, "last_page": True, "contents": found}

    return answer


class Server(ThreadingHTTPServer):
    """A server that keeps quiet when someone hangs up."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


def served(site: Site, context: ssl.SSLContext | None) -> Iterator[Site]:
    server = Server(("127.0.0.1", 0), _handler(site))
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    site.address = f"{'https' if context else 'http'}://localhost:{server.server_address[1]}"
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def site(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    yield from served(Site(), context)


@pytest.fixture
def plain_site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    yield from served(Site(), None)
