"""From a fresh copy to a served page: make run, the pinned packages, and files that speak of the project alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import programs
from tests.conftest import LONGEST_FILES

PROJECT = Path(__file__).resolve().parent.parent
NOT_OURS = {".git", ".venv", ".cache", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"}

needs_make = pytest.mark.skipif(sys.platform == "win32", reason="make is for Linux and macOS; Windows has the plain commands")

# Stands for Python: writes down what it was asked, and makes a .venv that holds only itself.
RECORDING_PYTHON = """#!/bin/sh
echo "$*" >> asked.txt
case "$*" in
  --version) echo "Python {version}" ;;
  *version_info*) exit {too_old} ;;
  *ensurepip*) exit {no_venv} ;;
  "-m pip --version") [ -f .venv/bin/pip ] ;;
  "-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python; touch .venv/bin/pip ;;
esac
"""


def fresh_copy(folder: Path, version: str = "3.12.1", too_old: int = 0, no_venv: int = 0) -> Path:
    copy = folder / "a folder with spaces"
    copy.mkdir()
    for name in ("Makefile", "requirements.txt", "requirements-test.txt"):
        shutil.copy(PROJECT / name, copy)
    python = folder / "recording_python"
    python.write_text(RECORDING_PYTHON.format(version=version, too_old=too_old, no_venv=no_venv))
    python.chmod(0o755)
    return copy


def make(copy: Path, goal: str, python: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run make as a user does; what an outer make has set for itself is left out."""
    own = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON")}
    command = ["make", goal, f"PYTHON={python or copy.parent / 'recording_python'}"]
    return subprocess.run(command, cwd=copy, env=own, capture_output=True, text=True, check=False)


def asked(copy: Path) -> list[str]:
    """What Python was asked to do since the last look, without the questions about itself."""
    lines = (copy / "asked.txt").read_text().splitlines()
    (copy / "asked.txt").unlink()
    return [line for line in lines if not line.startswith(("-c ", "--version", "-m pip --version"))]


@needs_make
def test_make_run_makes_the_environment_installs_the_pins_and_serves(tmp_path: Path) -> None:
    copy = fresh_copy(tmp_path)
    assert make(copy, "run").returncode == 0
    made, installed, served = asked(copy)
    assert made == "-m venv --clear .venv"
    assert installed.startswith("-m pip install ")
    assert installed.endswith("-r requirements.txt")
    assert served == "serve.py"


@needs_make
def test_a_second_make_run_only_serves(tmp_path: Path) -> None:
    copy = fresh_copy(tmp_path)
    make(copy, "run")
    asked(copy)
    assert make(copy, "run").returncode == 0
    assert asked(copy) == ["serve.py"]


@needs_make
def test_new_pins_are_installed_into_the_environment_that_is_there(tmp_path: Path) -> None:
    copy = fresh_copy(tmp_path)
    make(copy, "run")
    asked(copy)
    in_a_minute = time.time() + 60
    os.utime(copy / "requirements.txt", (in_a_minute, in_a_minute))
    make(copy, "run")
    installed, served = asked(copy)
    assert installed.startswith("-m pip install ")
    assert served == "serve.py"


@needs_make
def test_a_python_that_is_too_old_is_named_with_what_to_do(tmp_path: Path) -> None:
    copy = fresh_copy(tmp_path, version="3.9.2", too_old=1)
    ended = make(copy, "run")
    assert ended.returncode != 0
    assert "needs Python 3.11 or newer" in ended.stderr
    assert "is Python 3.9.2" in ended.stderr
    assert not (copy / ".venv").exists()


@needs_make
def test_a_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    ended = make(fresh_copy(tmp_path), "run", python="no-such-python")
    assert ended.returncode != 0
    assert "There is no no-such-python here. Install Python 3.11 or newer" in ended.stderr


@needs_make
def test_debian_without_its_venv_package_is_told_its_name(tmp_path: Path) -> None:
    ended = make(fresh_copy(tmp_path, no_venv=1), "run")
    assert ended.returncode != 0
    assert "apt-get install python3-venv" in ended.stderr


def test_programs_that_cannot_be_installed_are_all_named_and_end_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(programs, "_may_install", lambda: False)
    take_programs_away(monkeypatch)
    assert programs.main(["chromium", "postgresql"]) == 1
    said = capsys.readouterr().err
    assert "apt-get install chromium" in said
    assert "apt-get install postgresql" in said


def test_what_is_missing_is_installed_where_that_is_possible(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    take_programs_away(monkeypatch)
    asked_for: list[tuple[str, ...]] = []

    def install(packages: tuple[str, ...]) -> None:
        asked_for.append(packages)
        (tmp_path / "chromium").touch(mode=0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

    monkeypatch.setattr(programs, "_may_install", lambda: True)
    monkeypatch.setattr(programs, "_install", install)
    assert programs.provide("chromium") == tmp_path / "chromium"
    assert programs.provide("chromium") == tmp_path / "chromium"
    assert asked_for == [("chromium", "fonts-liberation"), ("chromium-headless-shell",)]


def test_what_only_makes_the_tests_quicker_may_be_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    take_programs_away(monkeypatch)

    def install(packages: tuple[str, ...]) -> None:
        if "chromium" not in packages:
            raise programs.ProgramMissing("There is no such package.")
        (tmp_path / "chromium").touch(mode=0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

    monkeypatch.setattr(programs, "_may_install", lambda: True)
    monkeypatch.setattr(programs, "_install", install)
    assert programs.provide("chromium") == programs.find_browser_of_tests() == tmp_path / "chromium"


def test_the_tests_look_through_the_shell_where_there_is_one_and_no_other_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    take_programs_away(monkeypatch)
    shell, named = tmp_path / "shell", tmp_path / "named"
    monkeypatch.setattr(programs, "SHELL_PLACES", (str(shell),))
    for file in (shell, named):
        file.touch()
    assert programs.find_browser_of_tests() == shell
    monkeypatch.setenv("CHROMIUM", str(named))
    assert programs.find_browser_of_tests() == named


def test_a_browser_named_by_the_environment_is_taken_or_its_absence_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "browser"))
    with pytest.raises(programs.ProgramMissing, match="there is no such file"):
        programs.find_chromium()
    (tmp_path / "browser").touch()
    assert programs.find_chromium() == tmp_path / "browser"


def take_programs_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "CHROMIUM_PLACES", ())
    monkeypatch.setattr(programs, "SHELL_PLACES", ())
    monkeypatch.setattr(programs, "POSTGRESQL_PLACES", ())
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)


def test_every_file_that_the_tests_begin_with_is_there() -> None:
    assert [name for name in LONGEST_FILES if not (PROJECT / "tests" / f"{name}.py").is_file()] == []


def test_the_readme_runs_the_tests_as_make_does() -> None:
    makefile, readme = ((PROJECT / name).read_text(encoding="utf-8") for name in ("Makefile", "README.md"))
    workers = re.findall(r"^WORKERS \?= (\d+)$", makefile, re.MULTILINE)
    made = re.findall(r"^test: .*\n(?:.*\n)*?\t\$\(IN_VENV\) (-m pytest .*)$", makefile, re.MULTILINE)
    assert len(workers) == len(made) == 1
    assert f".venv/bin/python {made[0].replace('$(WORKERS)', workers[0])}\n" in readme


def pins(name: str) -> list[str]:
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_package_is_pinned_to_one_version(name: str) -> None:
    not_pinned = [line for line in pins(name) if not re.fullmatch(r"[a-z0-9-]+==[^\s=*]+( ; .+)?", line)]
    assert not_pinned == []


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_every_package_asked_for_is_pinned(name: str) -> None:
    wanted = {re.split(r"[<>=#\s]", line)[0].lower() for line in pins(f"{name}.in") if not line.startswith("-")}
    assert wanted - {line.partition("==")[0] for line in pins(f"{name}.txt")} == set()


def test_the_tests_run_on_the_very_versions_that_are_shipped() -> None:
    shipped = set(pins("requirements.txt"))
    names = {line.partition("==")[0] for line in shipped}
    in_both = {line for line in pins("requirements-test.txt") if line.partition("==")[0] in names}
    assert in_both - shipped == set()


def project_files() -> Iterator[Path]:
    """Every text file of the project, without what tools leave behind."""
    for folder, folders, names in os.walk(PROJECT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        for name in names:
            if not name.endswith((".png", ".xlsx", ".pyc", ".sqlite", ".sqlite-shm", ".sqlite-wal")):
                yield Path(folder) / name


# Written so that these lines do not find themselves.
FOREIGN = {
    "a path of one machine": re.compile(r"(?<![\w.:/~-])/(?:home|root|Users|work|mnt|tmp)/\w"),
    "a package registry's host": re.compile(
        r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|--(?:extra-)?index-url|--find[-]links"
    ),
}


def foreign_words(text: str) -> list[str]:
    return [
        f"line {number}: {what}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, found in FOREIGN.items()
        if found.search(line)
    ]


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{path.relative_to(PROJECT)}, {words}"
        for path in project_files()
        for words in foreign_words(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_a_path_of_one_machine_or_a_registry_would_be_found() -> None:
    assert foreign_words("see " + "/".join(["", "home", "ada", "notes.md"])) == ["line 1: a path of one machine"]
    assert foreign_words("a\nhttps://" + ".".join(["pypi", "org"])) == ["line 2: a package registry's host"]
    assert foreign_words("https://example.org/home/page and /usr/lib/postgresql/15/bin") == []
