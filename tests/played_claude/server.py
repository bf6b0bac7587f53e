"""The loopback server: create (whole or streamed), count_tokens, batches, errors in the API's format, and a count of
it all.

`GET /played` tells what was asked and what it would cost in tokens.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.played_claude.batches import PlayedBatches
from tests.played_claude.bill import Bill, PromptCache, segments, tokens
from tests.played_claude.editor import Editor
from tests.played_claude.roles import ERRORS, ROLES, STOP
from tests.played_claude.script import script


class PlayedClaude:
    """The server, in a thread. `faults` are what the bad editor does wrong, one after the other.

    `pace`: seconds between two pieces of a stream. `retry_after`: what an overloaded or limiting server asks
    for.
    """

    def __init__(
        self,
        *roles: str,
        faults: tuple[str, ...] = (),
        pace: float = 0.0,
        retry_after: str = "7",
        port: int = 0,
    ) -> None:
        if unknown := set(roles) - set(ROLES):
            raise ValueError(f"no such role: {', '.join(sorted(unknown))}; there are {', '.join(ROLES)}")
        self.roles, self.pace, self.retry_after = list(roles or ("good",)), pace, retry_after
        self.editor, self.cache = Editor(faults), PromptCache()
        self.batches = PlayedBatches(self)
        self.lock, self.stopped = threading.Lock(), threading.Event()
        self.requests: list[dict[str, Any]] = []
        self.bills: list[Bill] = []
        self.headers: list[dict[str, str]] = []
        handler = type("BoundHandler", (Handler,), {"played": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.http.daemon_threads = False
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def next_role(self) -> str:
        """The role that the request at hand meets."""
        return self.roles.pop(0) if len(self.roles) > 1 else self.roles[0]

    def billed(self) -> Bill:
        """The sum of all bills."""
        names = ("input", "output", "cache_write", "cache_read")
        return Bill(**{name: sum(getattr(bill, name) for bill in self.bills) for name in names}, kind="sum")


class Handler(BaseHTTPRequestHandler):
    """One connection to the played API."""

    played: PlayedClaude
    number = 0
    protocol_version = "HTTP/1.1"
    timeout = 20

    def log_message(self, *args: object) -> None:
        """Says nothing: the requests are kept in `PlayedClaude.requests`."""

    def do_GET(self) -> None:
        """`/played`: what was asked so far, and the bill; and batches."""
        played = self.played
        if self.path.startswith("/v1/messages/batches"):
            return self.batch(None)
        with played.lock:
            told = {
                "calls": len(played.requests),
                "billed": asdict(played.billed()),
                "bills": list(map(asdict, played.bills)),
            }
        return self.answer(200, told)

    def do_POST(self) -> None:
        """`/v1/messages` and `/v1/messages/count_tokens`."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"] or 0)) or b"{}")
        path = self.path.split("?")[0]
        if path == "/v1/messages/count_tokens":
            return self.answer(200, {"input_tokens": sum(tokens(text) for text, _ in segments(body))})
        if path.startswith("/v1/messages/batches"):
            return self.batch(body)
        if path != "/v1/messages":
            return self.fail(404, "not_found_error", f"no such path: {path}", None)
        with self.played.lock:
            role = self.played.next_role()
            self.played.requests.append(body)
            self.number = len(self.played.requests)
            self.played.headers.append({name.lower(): value for name, value in self.headers.items()})
        if not (self.headers.get("authorization") or self.headers.get("x-api-key")):
            role = "unauthorized"
        return self.play(role, body)

    def batch(self, body: dict[str, Any] | None) -> None:
        """Creates (with `body` that has requests), lists, shows, ends, or gives the results of batches."""
        if self.played.batches.refuse and body:
            return self.fail(*ERRORS[self.played.batches.refuse])
        found = self.played.batches.answer(self.path, body)
        if found is None:
            return self.fail(404, "not_found_error", f"no such batch: {self.path}", None)
        if found == "hung_up":
            self.close_connection = True
            return self.hang_up()
        if isinstance(found, bytes):
            return self.send(200, "application/x-jsonl", found)
        return self.answer(200, found)

    def play(self, role: str, body: dict[str, Any]) -> None:
        """Answers `body` in `role`."""
        if role in ERRORS:
            return self.fail(*ERRORS[role])
        with self.played.lock:
            bill = self.played.cache.price(body)
            text = self.played.editor.write(body, role)
        if role == "hung_up":
            self.charge(replace(bill, kind=role))
            self.close_connection = True
            return self.hang_up()
        if role in STOP:
            text = text[: len(text) // 2] if role != "refusing" else ""
        message = {
            "id": f"msg_{len(self.played.requests):04d}",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "stop_sequence": None,
        }
        stop = STOP.get(role, "end_turn")
        if body.get("stream"):
            return self.stream(role, message, text, stop, bill)
        bill = replace(bill, output=tokens(text), kind=role)
        self.charge(bill)
        content = [{"type": "text", "text": text}]
        return self.answer(200, {**message, "content": content, "stop_reason": stop, "usage": bill.usage()})

    def stream(self, role: str, message: dict[str, Any], text: str, stop: str, bill: Bill) -> None:
        """Sends the answer as server-sent events; what was sent is billed, also when the other side has gone."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("request-id", "req_played")
        self.end_headers()
        self.close_connection = True
        sent, charged = "", False
        try:
            for name, data, piece in script(role, message, text, stop, bill, self.played.stopped):
                if name in ("message_stop", ""):
                    self.charge(replace(bill, output=tokens(sent), kind=role))
                    charged = True
                if name == "":
                    return self.hang_up()
                self.event(name, data)
                sent += piece
                if self.played.pace or role == "slow":
                    time.sleep(self.played.pace or 0.05)
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            if not charged:
                self.charge(replace(bill, output=tokens(sent), kind="abandoned"))

    def event(self, name: str, data: dict[str, Any]) -> None:
        """One server-sent event in a chunk of its own."""
        chunk = f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
        self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self.wfile.flush()

    def hang_up(self) -> None:
        """Cuts the connection without a word."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def charge(self, bill: Bill) -> None:
        """Writes `bill` down."""
        with self.played.lock:
            self.played.bills.append(replace(bill, request=self.number))

    def fail(self, status: int, kind: str, message: str, details: dict[str, str] | None) -> None:
        """An error as the API words it."""
        error: dict[str, Any] = {
            "type": kind,
            "message": message,
            **({"details": details} if details else {}),
        }
        waits = {"retry-after": self.played.retry_after} if status in (429, 529) else {}
        self.answer(status, {"type": "error", "error": error, "request_id": "req_played"}, waits)

    def answer(self, status: int, data: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        """A whole JSON answer."""
        self.send(status, "application/json", json.dumps(data).encode(), headers)

    def send(self, status: int, kind: str, content: bytes, headers: dict[str, str] | None = None) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in {"content-type": kind, "request-id": "req_played", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
