"""`digest serve` in a real process, with its messages and answers."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import REPOSITORY
from tests.support.processes import until


class Server:
    """A running server of a site."""

    def __init__(self, root: Path, *options: str, port: int = 0) -> None:
        self.root = root
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "digest", "serve", str(root), "--port", str(port), *options],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        if not until(lambda: self.address or self.process.poll() is not None, 60) or self.process.poll() is not None:
            self.kill()
            raise AssertionError(self.text)

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)

    @property
    def text(self) -> str:
        """Everything that it printed."""
        return "".join(self.said)

    @property
    def address(self) -> str:
        """The URL of the site, with a slash at the end; empty until it is known."""
        found = re.search(r"^Serving .* at (http://\S+)$", self.text, re.MULTILINE)
        return found[1] if found else ""

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.address.split("/")[2].rpartition(":")[2])

    def says(self, text: str, seconds: float = 30) -> bool:
        """Wait until it has printed a text; return whether it did."""
        return until(lambda: text in self.text, seconds)

    def built(self) -> Server:
        """Wait for the first build."""
        assert self.says(" server started: ", 60), self.text
        return self

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a request; return the response and its body. Use `_` for `-` in names of headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def page(self, path: str) -> str:
        """The text at a URL, or `status: …`."""
        answer, body = self.get(path)
        return body.decode() if answer.status == 200 else f"status: {answer.status}"

    def shows(self, path: str, text: str, seconds: float = 90) -> bool:
        """Wait until a page contains a text; return whether it did."""
        return until(lambda: text in self.page(path), seconds)

    def raw(self, *lines: str | bytes, host: str = "", more: bytes = b"") -> bytes:
        """The answer to a request with these lines. `host`: value of a Host header to add."""
        encoded = [line.encode() if isinstance(line, str) else line for line in lines]
        if host:
            encoded.append(f"Host: {host}".encode())
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(b"\r\n".join([*encoded, b"Connection: close", b"", b""]) + more)
            found = b""
            with contextlib.suppress(OSError):
                while piece := connection.recv(65536):
                    found += piece
            return found

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C, which a terminal sends to all processes; return (exit code, output)."""
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(10)
        self._reader.join(5)
        return code, self.text

    def kill(self) -> None:
        """Kill the server and all its processes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._reader.join(5)
        if self.process.stderr:
            self.process.stderr.close()


@contextlib.contextmanager
def serving(root: Path, *options: str, port: int = 0) -> Iterator[Server]:
    """A server that has built once. It is killed at the end."""
    server = Server(root, *options, port=port)
    try:
        yield server.built()
        assert "Traceback" not in server.text, server.text
        assert "internal error" not in server.text, server.text
    finally:
        server.kill()
