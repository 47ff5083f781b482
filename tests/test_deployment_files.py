"""What the documents name is there; the systemd unit and the Dockerfile name what the program has, and run it as no root."""

from __future__ import annotations

import re
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.https_relay import make_certificate
from tests.programs import find_nginx

PROJECT = Path(__file__).resolve().parent.parent
UNIT = PROJECT / "deploy" / "walktalk@.service"
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), *PROJECT.glob("*/README.md")])
"""Decisions speak of what was, too."""
ABSOLUTE = re.compile(r"/opt/walktalk/([\w@./-]+)")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
NAMED = re.compile(r"`((?:deploy|docs|walktalk_data|tests|benchmarks|pages|sample_data)/[\w@./-]+\.\w+|Dockerfile)`")
MADE_BY_RUNNING = {"sample_data/walks.sqlite", "sample_data/sample.sqlite"}


def read_kept_files() -> set[str]:
    """The files that a clone would have, and those about to be."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return set(subprocess.run(git, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines())


def test_every_file_that_the_documents_name_is_in_the_project() -> None:
    kept = read_kept_files()
    there = kept | {str(parent) for name in kept for parent in Path(name).parents} | MADE_BY_RUNNING
    named: dict[str, str] = {}
    for document in DOCUMENTS:
        words = document.read_text(encoding="utf-8")
        linked = ((document.parent / name).resolve().relative_to(PROJECT) for name in LINK.findall(words))
        written = (*NAMED.findall(words), *(name for name in ABSOLUTE.findall(words) if not name.startswith(".venv")))
        named |= dict.fromkeys((*map(str, linked), *written), document.name)
    assert len(named) > 30
    assert {name: document for name, document in named.items() if name.rstrip("/") not in there} == {}


PAGES = [PROJECT / "docs" / name for name in ("deployment.md", "partner_instance.md")]
"""What an administrator follows with a terminal."""


def read_blocks(page: Path) -> list[str]:
    """The blocks that are to be typed, as they would be copied."""
    found = re.findall(r"^( *)```sh\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_what_is_to_be_typed_is_whole(page: Path) -> None:
    blocks = read_blocks(page)
    assert blocks
    said = {
        block: subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False).stderr for block in blocks
    }
    assert {block: words for block, words in said.items() if words} == {}


def test_the_program_has_every_command_option_and_setting_that_is_written() -> None:
    words = PAGES[0].read_text(encoding="utf-8")
    typed = re.findall(r"^walktalk ([a-z-]+)([^|\n]*)", "\n".join(read_blocks(PAGES[0])), re.MULTILINE)
    acts: dict[str, set[str]] = {}
    for act, rest in (*typed, *re.findall(r"`walktalk ([a-z-]+)([^`]*)`", words)):
        acts.setdefault(act, set()).update(re.findall(r"(?<= )--[a-z-]+", rest))
    assert {"backup", "restore", "upgrade", "retain", "grant", "database-role", "doctor"} == acts.keys()
    for act, options in acts.items():
        asked = [sys.executable, "-m", "walktalk_data", act, "--help"]
        told = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        assert {option for option in options if option not in told} == set(), act
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    settings = {name for page in PAGES for name in re.findall(r"WALKTALK_[A-Z_]+", page.read_text(encoding="utf-8"))}
    assert {name for name in settings if f"`{name}`" not in readme} == set()


def test_the_unit_starts_what_is_there_as_no_root_and_lets_it_write_its_own_folder_alone() -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]  # as configparser says to keep capitals
    unit.read(UNIT, encoding="utf-8")
    service = unit["Service"]
    assert service["User"] == service["Group"] == "walktalk"
    python, program = service["ExecStart"].split()
    assert python == f"{service['WorkingDirectory']}/.venv/bin/python"
    assert (PROJECT / program).is_file()
    assert (service["ProtectSystem"], service["NoNewPrivileges"], service["PrivateTmp"]) == ("strict", "yes", "yes")
    assert service["EnvironmentFile"] in (PROJECT / "docs" / "deployment.md").read_text(encoding="utf-8")
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    settings = re.findall(r"(WALKTALK_\w+)=", service["Environment"])
    assert len(settings) == 3
    assert [name for name in settings if f"`{name}`" not in readme and name != "WALKTALK_PORT"] == []


def test_the_image_has_all_that_the_program_imports_and_runs_as_no_root() -> None:
    copied = [name for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]]
    assert [name for name in copied if not (PROJECT / name).exists()] == []
    needed = {"serve.py", "dashboard.py", "pages", "walktalk_data", "sample_data", ".streamlit", "requirements.txt", "README.md"}
    assert needed <= set(copied)
    user = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert user == ["walktalk"]
    assert "--uid 10001" in DOCKERFILE
    assert DOCKERFILE.index("USER walktalk") < DOCKERFILE.index("CMD [")


def write_site(site: Path, *asked: object) -> subprocess.CompletedProcess[str]:
    """Ask for the site that goes into the nginx of a server."""
    command = [sys.executable, PROJECT / "deploy" / "several.py", "--site", site, "--processes", "3", *asked]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)


def try_nginx(folder: Path, *sites: Path) -> str:
    """What nginx says of a configuration as Debian's, with these sites in it."""
    # Debian's own has gzip on already, which may be said once only, and a log of every request.
    included = " ".join(f"include {site};" for site in sites)
    whole = f"pid {folder}/pid; events {{}} http {{ gzip on; access_log {folder}/access.log; {included} }}"
    (folder / "nginx.conf").write_text(whole)
    nginx = [str(find_nginx()), "-t", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    return subprocess.run(nginx, capture_output=True, text=True, check=False).stderr


@pytest.mark.long
@pytest.mark.parametrize("port", [443, 8443])
def test_the_site_that_is_written_goes_into_the_nginx_of_debian(tmp_path: Path, port: int) -> None:
    both, site = make_certificate(tmp_path), tmp_path / "walktalk.conf"
    assert write_site(site, "--listen", "127.0.0.1", "--port", port, "--certificate", both, "--key", both).returncode == 0
    said = try_nginx(tmp_path, site)
    assert "syntax is ok" in said
    assert "[emerg]" not in said
    written = site.read_text()
    assert [f"127.0.0.1:{number} " in written for number in (8501, 8502, 8503, 8504)] == [True, True, True, False]
    assert ("return 301 https://" in written) == (port == 443)
    assert "; Secure" in written
    # Debian's own log would keep addresses, and what was asked for in them.
    assert written.count("access_log off;") == len(re.findall(r"^server \{", written, re.MULTILINE))
    assert "@" not in written


@pytest.mark.long
def test_two_sites_stand_in_one_nginx(tmp_path: Path) -> None:
    both, sites = make_certificate(tmp_path), [tmp_path / "walktalk.conf", tmp_path / "councils.conf"]
    door = ("--port", 443, "--certificate", both, "--key", both)
    assert write_site(sites[0], *door, "--server-name", "walks.example").returncode == 0
    other = write_site(sites[1], *door, "--server-name", "councils.example", "--name", "councils", "--first-port", 8601)
    assert other.returncode == 0
    said = try_nginx(tmp_path, *sites)
    assert "syntax is ok" in said
    assert "[emerg]" not in said
    assert "[warn]" not in said
    assert "server 127.0.0.1:8601 " in sites[1].read_text()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--certificate", "both.pem"), "A certificate and its key go together"),
        (("--key", "both.pem"), "A certificate and its key go together"),
        (("--listen", "0.0.0.0", "--port", "80"), "whoever is between reads along"),  # noqa: S104
        (("--listen", "192.0.2.7"), "whoever is between reads along"),
        (("--listen", "[::]"), "whoever is between reads along"),
        (("--name", "two words"), "no name for a site"),
        (("--server-name", "a; return 200"), "not the name of a server"),
    ],
)
def test_nothing_is_served_to_others_in_the_clear(tmp_path: Path, asked: tuple[str, ...], said: str) -> None:
    told = write_site(tmp_path / "site.conf", *asked)
    assert told.returncode == 1
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "site.conf").exists()
