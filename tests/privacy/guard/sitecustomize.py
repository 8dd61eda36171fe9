"""Put before all else on PYTHONPATH: writes down each address outside this machine that the process turns to, and lets it be."""

import os
import sys

_FILE = os.environ.get("GUIDE_TEST_CONNECTIONS")
_EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
_HERE = ("127.0.0.1", "localhost", "::1", "0.0.0.0", "")


def _watch(event, arguments):
    if event not in _EVENTS:
        return
    address = arguments[0] if event.startswith("socket.get") else arguments[-1]
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode("utf-8", "replace")
    if host is None or str(host) in _HERE or str(host).startswith("/"):
        return
    with open(_FILE, "a", encoding="utf-8") as file:
        file.write(f"{event} {address}\n")


if _FILE:
    sys.addaudithook(_watch)
