"""Several processes of the dashboard behind nginx, from one command: python deploy/several.py --processes 2 --port 8500

What is set in the environment (WALKTALK_DATABASE, ...) goes to every process; sign-in must be set up, since nothing else is
answered through a proxy. Each viewer stays with one process; where one ends it is started again, and its viewers go on with
another meanwhile. Ctrl-C ends them all. For good, systemd does the same (docs/deployment.md).
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
CONFIGURATION: Final = Path(__file__).with_name("nginx.conf")
MIME_TYPES: Final = ("/etc/nginx/mime.types", "/opt/homebrew/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types")
LOOKED_AT_SECONDS: Final = 0.2
HTTPS: Final = 443
STOP_SECONDS: Final = 10
SITE, ITS_END = "    # --- the site\n", "    # --- its end\n"
TO_HTTPS: Final = """
server {
    listen 80@FOR@;
    access_log off;
    return 301 https://$host$request_uri;
}
"""
"""For whoever leaves https:// out."""
NAME: Final = re.compile(r"[a-z][a-z_]*")
"""Of a site: nginx makes names of its own of it."""
SERVER_NAME: Final = re.compile(r"[A-Za-z0-9.-]+")
SHORTEST_LIFE_SECONDS: Final = 5
"""One that ends sooner cannot serve: all is ended, and its words say why."""


class CannotServe(Exception):
    """Why nothing is served, for whoever started it."""


@dataclass(frozen=True, slots=True)
class Site:
    """What viewers reach, and the ports of the processes behind it on this machine."""

    listen: str
    port: int
    ports: Sequence[int]
    certificate: Path | None = None
    key: Path | None = None
    server_name: str = ""
    """For which address it answers, where the same nginx has several sites."""
    name: str = "walktalk"
    """What nginx calls it: another for each site."""

    def check(self) -> None:
        """Raise `CannotServe` where what is asked would be served to others in the clear, or cannot be written."""
        if (self.certificate is None) != (self.key is None):
            raise CannotServe("A certificate and its key go together: give both --certificate and --key.")
        if self.certificate is None and not _is_this_machine(self.listen):
            raise CannotServe(
                f"On {self.listen} others can reach it, and without https whoever is between reads along: give --certificate and "
                "--key."
            )
        if not NAME.fullmatch(self.name):
            raise CannotServe(f"“{self.name}” is no name for a site: write small letters and underscores.")
        if self.server_name and not SERVER_NAME.fullmatch(self.server_name):
            raise CannotServe(f"“{self.server_name}” is not the name of a server: write it as in walks.example.police.uk.")


def _is_this_machine(listen: str) -> bool:
    try:
        return ipaddress.ip_address(listen.strip("[]")).is_loopback
    except ValueError:
        return listen == "localhost"


def write_configuration(folder: Path, site: Site) -> str:
    """What nginx is told. Raises `CannotServe`."""
    site.check()
    mime_types = next((place for place in MIME_TYPES if Path(place).is_file()), None)
    if mime_types is None:
        raise CannotServe("nginx's mime.types was not found: install nginx (Debian: apt-get install nginx-light).")
    is_tls = site.certificate is not None
    tls = f"ssl_certificate {site.certificate}; ssl_certificate_key {site.key}; ssl_protocols TLSv1.2 TLSv1.3;"
    filled = {
        "FOLDER": str(folder),
        "MIME_TYPES": mime_types,
        "NAME": site.name,
        "SECURE": "; Secure" if is_tls else "",
        "SERVERS": "\n".join(f"        server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in site.ports),
        "LISTEN": f"{site.listen}:{site.port}{' ssl' if is_tls else ''}",
        "SERVER_NAME": f"        server_name {site.server_name};" if site.server_name else "",
        "TLS": f"        {tls}" if is_tls else "",
    }
    written = CONFIGURATION.read_text(encoding="utf-8")
    for name, value in filled.items():
        written = written.replace(f"@{name}@", value)
    return written


def write_site(site: Site) -> str:
    """What the nginx of a server is told beside what it has: a file for /etc/nginx/conf.d. Raises `CannotServe`."""
    inside = write_configuration(Path(), site).partition(SITE)[2].partition(ITS_END)[0]
    own = f"; server_name {site.server_name}" if site.server_name else " default_server"
    to_https = TO_HTTPS.replace("@FOR@", own) if site.certificate and site.port == HTTPS else ""
    return "# Written by deploy/several.py --site.\n" + textwrap.dedent(inside) + to_https


class Kept:
    """One program that is started again when it ends, unless all is being ended."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self._name, self._command, self._environment = name, command, environment
        self._started_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def look_after(self) -> None:
        """Start it where it does not run. Raises `CannotServe` where it ended right after it was started."""
        if self._process is not None and self._process.poll() is None:
            return
        if self._process is not None:
            if time.monotonic() - self._started_at < SHORTEST_LIFE_SECONDS:
                raise CannotServe(f"{self._name} ended with {self._process.returncode}, right after it was started.")
            print(f"{self._name} ended with {self._process.returncode}; it is started again.", file=sys.stderr, flush=True)
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(self._command, env=self._environment, cwd=PROJECT)
        print(f"{self._name} runs as {self._process.pid}.", flush=True)

    def end(self) -> None:
        """Ask it to end, and end it where it does not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def run(arguments: Sequence[str]) -> int:
    """Serve until it is told to end."""
    parser = argparse.ArgumentParser(prog="python deploy/several.py", description=__doc__)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 2, help="how many (default: as many as processors)")
    parser.add_argument("--listen", default="127.0.0.1", metavar="ADDRESS", help="where nginx listens (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8500, help="the port that viewers reach (default: %(default)s)")
    parser.add_argument("--first-port", type=int, default=8501, help="that of the first process; the others follow")
    parser.add_argument("--certificate", type=Path, help="for https: the certificate, and those behind it")
    parser.add_argument("--key", type=Path, help="for https: its key")
    parser.add_argument("--server-name", default="", metavar="NAME", help="for which address this site is, among several")
    parser.add_argument("--name", default="walktalk", help="what nginx calls the site: another for each (default: %(default)s)")
    parser.add_argument("--site", type=Path, metavar="FILE", help="serve nothing: write the site for the nginx of this server")
    asked = parser.parse_args(arguments)
    ports = range(asked.first_port, asked.first_port + asked.processes)
    site = Site(asked.listen, asked.port, ports, asked.certificate, asked.key, asked.server_name, asked.name)
    try:
        if asked.site is not None:
            asked.site.write_text(write_site(site), encoding="utf-8")
            return 0
        return _serve(site)
    except (CannotServe, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1


def _serve(site: Site) -> int:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    if nginx is None:
        raise CannotServe("nginx is not installed (Debian: apt-get install nginx-light).")
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    with tempfile.TemporaryDirectory(prefix="walktalk-nginx-") as name:
        folder = Path(name)
        (folder / "nginx.conf").write_text(write_configuration(folder, site), encoding="utf-8")
        environment = {**os.environ, "WALKTALK_PROXY": "127.0.0.1"}
        kept = [
            Kept(f"The process at {port}", [sys.executable, "serve.py"], {**environment, "WALKTALK_PORT": str(port)})
            for port in site.ports
        ]
        kept.append(Kept("nginx", [nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder)], environment))
        try:
            while not ending.wait(LOOKED_AT_SECONDS):
                for one in kept:
                    one.look_after()
        finally:
            for one in reversed(kept):
                one.end()
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
