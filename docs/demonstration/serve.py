"""Shows the made-up council's pages at http://localhost:8000, with the header that a council's own website would need.

Only these files are served, and only to this machine. Run: ``.venv/bin/python docs/demonstration/serve.py``
"""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
EMBED = HERE.parents[1] / "build" / "page" / "embed.js"
PORT = 8000
GUIDE = "http://localhost:5005"
FILES = {
    "/": (HERE / "index.html", "text/html"),
    "/frame.html": (HERE / "frame.html", "text/html"),
    "/element.html": (HERE / "element.html", "text/html"),
    "/council.css": (HERE / "council.css", "text/css"),
    "/embed.js": (EMBED, "text/javascript"),
}
# What the council's site must let through: its own script file, and the guide in a frame.
POLICY = f"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src {GUIDE}; base-uri 'none'"


class Pages(BaseHTTPRequestHandler):
    """The files of ``FILES``, and nothing else."""

    def do_GET(self) -> None:
        """Answer with a file, or 404."""
        path, kind = FILES.get(self.path.partition("?")[0], (None, ""))
        if path is None or not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)


def main() -> int:
    """Serve until Ctrl-C. Exit status 1 where the port is taken."""
    if not EMBED.is_file():
        print("build/page/embed.js is missing, so element.html shows only its link. `make run` builds it.", file=sys.stderr)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", PORT), Pages)
    except OSError as error:
        print(f"Port {PORT} cannot be used: {error.strerror}", file=sys.stderr)
        return 1
    print(f"Open http://localhost:{PORT} (the guide is expected at {GUIDE}). Ctrl-C ends it.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
