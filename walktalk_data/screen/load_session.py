"""What someone is loading: the files dropped so far, what was answered of them, and how far it has come. For the session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.screen.load_answers import Choice
from walktalk_data.screen.load_words import DETAILS_SHOWN
from walktalk_data.screen.uploads import Dropped, KeptFiles, Work
from walktalk_data.screen.viewer import open_desk
from walktalk_data.vocabulary import DEFAULT_UNIT

_KEPT_AS = "loading"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found beside the records of one data version, and the reports that were made of it."""

    checked: desk.Checked
    version: int = 0
    reports: tuple[desk.Report, ...] = ()
    shown: tuple[tuple[str, ...], ...] = ()
    """Of each of the first details, the words that were found: for the coordinator's own screen alone."""
    mails: FoundMails | None = None


@dataclass(frozen=True, slots=True)
class FoundMails:
    """The drafts that the dropped mails make; None with the reason where none can be made here."""

    names: tuple[str, ...]
    """Of the files of mails that were dropped."""
    drafts: desk.Drafts | None = None
    refused: str = ""
    key_made: str = ""
    """Where the key was made just now; empty where it was there."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The free text of the files as it was before she decided what becomes of it."""

    number: int = 0
    details: tuple[desk.FoundDetails, ...] = ()
    shown: tuple[tuple[str, ...], ...] = ()
    """Of each of the first details, the words that were found."""


@dataclass
class Loading:
    """The files that someone works on, and how far it has come with them."""

    database: desk.Database
    kept: KeptFiles = field(default_factory=KeptFiles)
    answers: dict[str, str] = field(default_factory=dict)
    """By the key of a choice: what she chose, confirmed or not yet."""
    maps: dict[str, desk.ColumnMap] = field(default_factory=dict)
    """By shape: what she has confirmed in this session and has not stored yet."""
    confirmed: dict[str, dict[str, str]] = field(default_factory=dict)
    """By shape, then by the key of a choice: each thing that she has confirmed, in words."""
    ask_again: set[str] = field(default_factory=set)
    """Shapes of which what is remembered is not to be taken: she wants to change it."""
    clash: str = ""
    """Why what she was about to confirm cannot stand together."""
    free_text: desk.FreeText = "ask"
    texts: Texts = Texts()
    checking: Work[Found] | None = None
    storing: Work[desk.Loaded] | None = None
    round: int = 0
    """How often it was checked: what was asked of one round is not taken for another."""
    drops: int = 0
    """How often files came or went: each time the boxes for the next files and for what becomes of their texts are new ones."""
    told: list[str] = field(default_factory=list)
    """What there is to say of the last drop."""
    came_to_nothing: tuple[str, str] | None = None
    """Why a load stored nothing, as a title and words; until it is checked once more."""

    @property
    def table_paths(self) -> list[Path]:
        """The files that are no mails."""
        return [path for path in self.kept.paths if not desk.is_mails(path)]

    def drop(self, files: Iterable[Dropped]) -> None:
        """Take these files beside those that are here."""
        self.told = [_say_again(name, known.name) for name, known in self.kept.add(files)]
        self._ask_about_text_again()
        self.check_again()

    def take_out(self, sha256s: Iterable[str]) -> None:
        """Work on without these files."""
        self.kept.take_out(set(sha256s))
        self.told = []
        self._ask_about_text_again()
        self.check_again()

    def _ask_about_text_again(self) -> None:
        """What becomes of free text was decided on other texts than there are now."""
        self.free_text = "ask"
        self.drops += 1

    def check_again(self) -> None:
        """Begin another check with what is confirmed by now; none where there are no files."""
        self.stop()
        self.round += 1
        self.clash, self.came_to_nothing = "", None
        if not self.kept.files:
            self.kept.remove()
            self.free_text, self.texts = "ask", Texts()
            return
        database, paths, ask_again = self.database, self.table_paths, frozenset(self.ask_again)
        mail_paths = [path for path in self.kept.paths if path not in paths]
        at = open_desk("load") if mail_paths else None
        confirmed = desk.Confirmed(dict(self.maps), self.free_text)

        def check(show: desk.ShowProgress) -> Found:
            version = desk.read_data_version(database)
            mails = _look_at_mails(at, mail_paths) if at else None
            if not paths:
                return Found(desk.Checked(), version, mails=mails)
            checked = desk.check_files(database, paths, DEFAULT_UNIT, confirmed, show, ask_again)
            if not (checked.problems or checked.details):
                return Found(checked, version, mails=mails)
            show(desk.Progress("Marking what is wrong in a copy of your files", 1))
            shown = tuple(desk.show_details(paths, checked, DETAILS_SHOWN))
            return Found(checked, version, tuple(desk.problem_report(paths, checked)), shown, mails)

        self.checking = Work(check)

    def found(self) -> Found:
        """What the check found; waits for it. Raises what went wrong."""
        return self.checking.result() if self.checking is not None else Found(desk.Checked())

    def stop(self) -> None:
        """Let a check that nobody waits for end."""
        if self.checking is not None:
            self.checking.stop()
        self.checking = None

    def confirm(self, choices: list[Choice], answers: list[str], maps: dict[str, desk.ColumnMap]) -> None:
        """Take these answers as right."""
        for choice, answer in zip(choices, answers, strict=True):
            self.answers[choice.key] = answer
            self.confirmed.setdefault(choice.question.shape, {})[choice.key] = choice.say(answer)
            if choice.question.about != "word" and answer != choice.proposed and self.free_text != "ask":
                self._ask_about_text_again()
        self.maps |= maps
        self.check_again()

    def ask_once_more(self, shapes: Iterable[str]) -> None:
        """Ask about tables of these shapes again, with her answers as they were."""
        for shape in shapes:
            self.maps.pop(shape, None)
            self.confirmed.pop(shape, None)
            self.ask_again.add(shape)
        self.check_again()

    def store(self, at: acts.Desk, found: Found) -> None:
        """Begin to store what was found, once: a second click finds it begun."""
        if self.storing is not None:
            return
        maps = {shape: known for shape, known in self.maps.items() if shape in found.checked.shapes}
        paths, version = self.table_paths, found.version
        confirmed = desk.Confirmed(maps, self.free_text)
        self.storing = Work(lambda show: at.load(paths, DEFAULT_UNIT, confirmed, show, version))

    def give_up(self, title: str, words: str) -> None:
        """Nothing was stored: say why, and check anew."""
        self.storing = None
        self.check_again()
        self.came_to_nothing = (title, words)

    def end(self, loaded: desk.Loaded) -> None:
        """All of it is stored: what was confirmed is remembered there, and the files go."""
        for shape in loaded.shapes:
            self.forget(shape)
        self.kept.remove()
        self.storing = None
        self.drops += 1
        self.told = []
        self.check_again()

    def forget(self, shape: str) -> None:
        """What is remembered of this shape, or no longer, is for the records to say."""
        self.maps.pop(shape, None)
        self.confirmed.pop(shape, None)
        self.ask_again.discard(shape)


def _look_at_mails(at: acts.Desk, paths: list[Path]) -> FoundMails:
    """The drafts of these mails under the key of these records, without those that are stored."""
    names = tuple(path.name for path in paths)
    try:
        key, made = at.open_mailbox_key()
    except (desk.NoMailboxKey, OSError) as fault:
        reason = str(fault) if isinstance(fault, desk.NoMailboxKey) else f"The key cannot be kept there: {fault.strerror}."
        return FoundMails(names, refused=reason)
    drafts = desk.draft_requests(paths, key, DEFAULT_UNIT, at.records)
    return FoundMails(names, drafts, key_made=str(made) if made else "")


def _say_again(name: str, known: str) -> str:
    if name == known:
        return f"“{name}” is here already: the same file was dropped once more, and is taken once."
    return f"“{name}” is the same file as “{known}”, word for word, and is taken once."


def open_loading(database: desk.Database) -> Loading:
    """What this session works on, from the first drop to its last, whatever pages it opens meanwhile."""
    loading: Loading | None = st.session_state.get(_KEPT_AS)
    if loading is None:
        loading = Loading(database)
        st.session_state[_KEPT_AS] = loading
    return loading


def find_loading() -> Loading | None:
    """What this session works on, None where nothing was dropped yet."""
    return st.session_state.get(_KEPT_AS)
