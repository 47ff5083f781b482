"""Acts in, each by someone: held against what their roles allow, done by the desk, and written to the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from walktalk_data import areas, desk
from walktalk_data.access import audit, grants, noting
from walktalk_data.access.audit import Entry
from walktalk_data.access.cookie import hash_cookie
from walktalk_data.access.database import AccessDatabase, open_access
from walktalk_data.access.door import Door, say_roles
from walktalk_data.access.grants import KINDS, Grant, Kind, WrongGrant
from walktalk_data.access.instance import at_this_machine, is_partner_instance
from walktalk_data.access.made_files import note_made
from walktalk_data.access.noting import deliver as deliver_waiting
from walktalk_data.access.roles import (
    ACTS,
    ONLY_READ,
    OPENED_FROM_ANOTHER,
    PAGES,
    ROLES,
    SHARED_FIGURES,
    Act,
    Role,
    RoleName,
    page_with_title,
)
from walktalk_data.access.settings import SignIn, WrongSettings, is_loopback, read_sign_in, sign_in_file
from walktalk_data.access.viewer import COMMAND_LINE, THIS_MACHINE, Identity, NotAllowed, Viewer
from walktalk_data.vocabulary import DEFAULT_UNIT

__all__ = [
    "ACTS",
    "COMMAND_LINE",
    "KINDS",
    "ONLY_READ",
    "OPENED_FROM_ANOTHER",
    "PAGES",
    "ROLES",
    "SHARED_FIGURES",
    "THIS_MACHINE",
    "AccessDatabase",
    "Act",
    "Desk",
    "Door",
    "Entry",
    "Grant",
    "Identity",
    "Kind",
    "NotAllowed",
    "Role",
    "RoleName",
    "SignIn",
    "Viewer",
    "WrongGrant",
    "WrongSettings",
    "at_this_machine",
    "deliver_waiting",
    "hash_cookie",
    "is_loopback",
    "is_partner_instance",
    "note_made",
    "open_access",
    "page_with_title",
    "read_sign_in",
    "say_grant",
    "say_roles",
    "sign_in_file",
]

LOG_SHOWN: Final = 200


@dataclass(frozen=True)
class Desk:
    """What one viewer can do now. Every act asks their roles first, and is in the log when it is done, refused or failed."""

    viewer: Viewer
    records: desk.Database
    access: AccessDatabase

    def load(
        self,
        paths: Sequence[Path],
        unit: str,
        confirmed: desk.Confirmed | None = None,
        show_progress: desk.ShowProgress = lambda _: None,
        as_of: int | None = None,
    ) -> desk.Loaded:
        """Store the files: `desk.load_files`."""
        with self._act("load", "load files") as done:
            loaded = desk.load_files(self._to_change, paths, unit, confirmed, show_progress, as_of, self._signed_in)
            receipt = loaded.receipt
            rows = sum(file.rows for file in receipt.files)
            done.what = f"load {receipt.load_id}: {rows:,} rows" if receipt.load_id else f"nothing new in {rows:,} rows"
        return loaded

    def undo(self, load_id: int) -> tuple[desk.Undone, ...]:
        """Take a load back: `desk.undo_load`."""
        with self._act("undo", "undo a load", f"load {load_id}"):
            return desk.undo_load(self._to_change, load_id, self._signed_in)

    def forget_map(self, unit: str, number: str) -> desk.RememberedMap:
        """Forget what was confirmed for one shape of table: `desk.forget_map`."""
        with self._act("load", "forget a column map") as done:
            forgotten = desk.forget_map(self._to_change, unit, number)
            done.what = f"map {forgotten.number}"
        return forgotten

    def open_mailbox_key(self) -> tuple[bytes, Path | None]:
        """The key that knows mails again, and its file where it was made just now: `desk.open_mailbox_key`."""
        self.viewer.check_act("load")
        file = desk.mailbox_key_file(self.records)
        if file.exists():
            return desk.open_mailbox_key(file)[0], None
        with self._act("load", "make the key of the mails"):
            key, is_new = desk.open_mailbox_key(file)
        return key, file if is_new else None

    def remove_older(self, months: int) -> desk.Removed:
        """Retention: `desk.remove_older_records`."""
        with self._act("remove", "remove old records", f"older than {months} months"):
            return desk.remove_older_records(self._to_change, months)

    def erase(self, kind: desk.RecordKind, unit: str, record_id: str) -> desk.Removed:
        """Erasure: `desk.erase_record`. The log says of what kind the record was, and not which."""
        with self._act("remove", "erase a record", f"one {kind}"):
            return desk.erase_record(self._to_change, kind, unit, record_id)

    def upgrade(self) -> desk.Upgrade:
        """Bring the tables up to date: `desk.upgrade_database`."""
        with self._act("upgrade", "upgrade the database") as done:
            upgraded = desk.upgrade_database(self._to_change)
            done.what = f"to version {upgraded.after}"
        return upgraded

    def sum_up_anew(self) -> None:
        """Make every month's summary anew of its records: `desk.sum_up_anew`."""
        with self._act("upgrade", "sum up every month anew"):
            desk.sum_up_anew(self._to_change)

    def list_actions(self, unit: str, borough: str | None = None) -> list[desk.Action]:
        """The actions as they stand: `desk.list_actions`. Raises `NotAllowed` unless they see police figures."""
        self._check_police()
        return desk.list_actions(self.records, unit, borough)

    def list_engagements(self, unit: str, borough: str | None = None) -> list[desk.Engagement]:
        """The engagements: `desk.list_engagements`. Raises `NotAllowed` unless they see police figures."""
        self._check_police()
        return desk.list_engagements(self.records, unit, borough)

    def list_hubs(self, unit: str, borough: str | None = None) -> list[desk.Hub]:
        """The hubs: `desk.list_hubs`. Raises `NotAllowed` unless they see police figures."""
        self._check_police()
        return desk.list_hubs(self.records, unit, borough)

    def _check_police(self) -> None:
        if self.viewer.audience != "police":
            raise NotAllowed("What is recorded of actions, engagements and hubs is for those who see police figures.")

    def add_action(self, unit: str, values: desk.ActionValues, action_id: str | None = None) -> desk.Kept:
        """Keep a new action: `desk.add_action`. The log says which load keeps it, and no more."""
        with self._act("keep actions", "add an action") as done:
            kept = desk.add_action(self._to_change, unit, values, action_id, self._signed_in)
            done.what = _say_kept(kept)
        return kept

    def change_action(self, unit: str, action_id: str, values: desk.ActionValues) -> desk.Kept:
        """Change some of what is kept of an action: `desk.change_action`."""
        with self._act("keep actions", "change an action") as done:
            kept = desk.change_action(self._to_change, unit, action_id, values, self._signed_in)
            done.what = _say_kept(kept)
        return kept

    def finish_action(self, unit: str, action_id: str, done_on: date, decision: str | None = None) -> desk.Kept:
        """Say that an action is done: `desk.finish_action`."""
        with self._act("keep actions", "finish an action") as done:
            kept = desk.finish_action(self._to_change, unit, action_id, done_on, decision, self._signed_in)
            done.what = _say_kept(kept)
        return kept

    def drop_action(self, unit: str, action_id: str, dropped_on: date, decision: str) -> desk.Kept:
        """Say that an action will not be done, and why: `desk.drop_action`."""
        with self._act("keep actions", "drop an action") as done:
            kept = desk.drop_action(self._to_change, unit, action_id, dropped_on, decision, self._signed_in)
            done.what = _say_kept(kept)
        return kept

    def list_places(self, unit: str) -> list[desk.NamedPlace]:
        """The places that wait, are passed on, or were cleared: `desk.list_places`. Raises `NotAllowed` unless they may look."""
        self.viewer.check_page("places")
        return desk.list_places(self.records, unit)

    def clear_place(
        self, unit: str, place: desk.Place, factors: Sequence[str], public_name: str, is_surely_public: bool = False
    ) -> None:
        """Clear a place to be passed on, or take it back: `desk.clear_place`. The log says how many, and not which."""
        name = "clear a place" if factors else "take a cleared place back"
        reasons = f", {len(factors)} reason{'' if len(factors) == 1 else 's'}" if factors else ""
        with self._act("clear places", name, f"1 place{reasons}"):
            desk.clear_place(self._to_change, unit, place, factors, public_name, is_surely_public, self._signed_in)

    def publish(self, scope: desk.EditionScope, name: str, show_share: Callable[[float], None] = lambda _: None) -> desk.Edition:
        """Publish an edition: `desk.publish`."""
        of = _say_scope(scope)
        with self._act("publish", "publish an edition", of) as done:
            edition = desk.publish(self._to_change, scope, name, self._signed_in, show_share)
            done.what = f"edition {edition.number} {of}"
        return edition

    def withdraw(self, number: int, because: str, replaced_by: int | None = None) -> None:
        """Withdraw an edition: `desk.withdraw`."""
        with self._act("publish", "withdraw an edition", f"edition {number}"):
            desk.withdraw(self._to_change, number, because, replaced_by, self._signed_in)

    def list_briefings(self, unit: str = DEFAULT_UNIT) -> list[desk.Listed]:
        """The published briefings that are theirs to know of, withdrawn ones too, the latest first."""
        return [listed for listed in desk.list_briefings(self.records, unit) if self._reads(listed)]

    def find_briefing(self, number: int) -> desk.Listed:
        """The published briefing of that number. Raises `NotAllowed` unless it is theirs to open now."""
        try:
            listed = desk.find_briefing(self.records, number)
        except desk.NoSuchEdition:
            listed = None
        if listed is None or not self._reads(listed):
            # The same words whether there is one or not: nothing is told of what others read.
            which = f"briefing {number}" if number else "such briefing"
            raise NotAllowed(f"There is no {which} among those that you may open. The page Briefings lists them.")
        if listed.edition.withdrawn_at and self.viewer.audience != "police":
            raise NotAllowed(f"Edition {number} was withdrawn. The page Briefings says why, and what to read instead.")
        return listed

    def _reads(self, listed: desk.Listed) -> bool:
        return self.viewer.reads(listed.edition.audience, listed.boroughs)

    def note_preview(self, scope: desk.EditionScope) -> None:
        """They look at what partners or the public would see. Raises `NotAllowed` unless they see police figures."""
        if self.viewer.audience != "police":
            raise NotAllowed("Previews are for those who see police figures.")
        self._note("preview an edition", _say_scope(scope))

    def find_waiting(self, scope: desk.EditionScope) -> desk.Waiting:
        """What an edition would tell anew: `desk.find_waiting`. Raises `NotAllowed` unless they publish."""
        self.viewer.check_act("publish")
        return desk.find_waiting(self.records, scope)

    def note_briefing_opened(self, number: int) -> None:
        """They opened a published briefing. The page has asked whether it is theirs already."""
        self._note("opened", f"edition {number}")

    def note_briefing_refused(self, number: int) -> None:
        """They asked for a published briefing that is not theirs to open."""
        self._note("opened: refused", f"edition {number}")

    def note_presented(self, what: str) -> None:
        """They opened the presentation of these figures. Its address has asked whether they are theirs already."""
        self._note("present", what)

    def note_opened(self, page: str) -> None:
        """They opened a page. The page has asked their roles already."""
        self._note("opened", PAGES.get(page, page))

    def note_download(self, act: Act, what: str, edition: int | None = None) -> None:
        """A file is made for them, of that edition if of any. Raises `NotAllowed` unless their roles do the act that the file
        belongs to, and the edition is theirs to open."""
        with self._act(act, "download", what):
            if edition is not None:
                self.find_briefing(edition)

    def grant(
        self, issuer: str, kind: Kind, value: str, role: RoleName, boroughs: Sequence[str] = (), unit: str = DEFAULT_UNIT
    ) -> Grant:
        """Give a role to whoever the provider says is so: by subject, verified email, or group."""
        with self._act("grant", "grant", f"{role} by {kind}") as done:
            chosen = [_find_borough(borough, unit) for borough in boroughs]
            with self.access.writing() as connection:
                granted = grants.add_grant(connection, issuer, kind, value, role, chosen, self.viewer.name)
            done.what = f"grant {granted.grant_id}: {say_grant(granted)}"
        return granted

    def revoke(self, grant_id: int) -> Grant:
        """Take a grant back."""
        with self._act("grant", "revoke a grant", f"grant {grant_id}") as done:
            with self.access.writing() as connection:
                self._keep_an_administrator(grants.list_grants(connection), grant_id)
                revoked = grants.revoke_grant(connection, grant_id, self.viewer.name)
            done.what = f"grant {grant_id}: {say_grant(revoked)}"
        return revoked

    def _keep_an_administrator(self, standing: Sequence[Grant], grant_id: int) -> None:
        """The last administrator cannot lock everyone out by a click; the command line may."""
        administrators = [grant.grant_id for grant in standing if grant.role == "administrator"]
        if administrators == [grant_id] and self.viewer != COMMAND_LINE:
            raise WrongGrant("This is the only administrator's grant. Grant it to someone else first.")

    def list_grants(self, with_revoked: bool = False) -> list[Grant]:
        """The grants that stand, or all that ever were."""
        self.viewer.check_act("grant")
        with self.access.reading() as connection:
            return grants.list_grants(connection, with_revoked)

    def read_log(self, at_most: int | None = None) -> tuple[list[Entry], int]:
        """The latest lines of the log, and how many there are."""
        self.viewer.check_act("read the log")
        noting.deliver(self.access)
        with self.access.reading() as connection:
            return audit.read_entries(connection, at_most), audit.count_entries(connection)

    def log_csv(self) -> bytes:
        """All of the log as CSV."""
        return audit.write_csv(self.read_log()[0])

    @property
    def _to_change(self) -> desk.Database:
        """The records, read and written where they are changed. Raises `NothingChanges` where that cannot be now."""
        return self.records.to_change()

    @property
    def _signed_in(self) -> str | None:
        """Who the records say did it: None where nobody had to sign in."""
        return self.viewer.name if self.viewer.identity else None

    @contextmanager
    def _act(self, act: Act, name: str, what: str = "") -> Iterator[_Done]:
        done = _Done(what)
        try:
            self.viewer.check_act(act)
        except NotAllowed:
            self._note(f"{name}: refused", what)
            raise
        if self._is_logged(act):
            # Nothing is done that could not be written down: whatever is wrong with the log is raised before.
            noting.check(self.access)
        try:
            yield done
        except Exception:
            self._note(f"{name}: not done", done.what, act)
            raise
        self._note(name, done.what, act)

    def _note(self, name: str, what: str, act: Act | None = None) -> None:
        if self._is_logged(act):
            noting.note(self.access, self.viewer, name, what)

    def _is_logged(self, act: Act | None) -> bool:
        """Everything is, but for what someone at this machine does with the invented sample, or before the first load."""
        if self.viewer.identity is not None or act == "grant":
            return True
        about = self.records.about()
        return about is not None and not about.is_sample


@dataclass
class _Done:
    """What the log says of an act: known before, or found while it is done."""

    what: str


def _say_kept(kept: desk.Kept) -> str:
    """What was kept of an action for the log: "load 5"."""
    return f"load {kept.load_id}" if kept.load_id else "nothing new"


def say_grant(grant: Grant) -> str:
    """A grant for the log: "superintendent to email a@b"."""
    of = f" for {', '.join(grant.boroughs)}" if grant.boroughs else ""
    return f"{grant.role}{of} to {grant.kind} {grant.value}"


def _say_scope(scope: desk.EditionScope) -> str:
    """An edition's scope for the log."""
    anew = ", months told before told anew" if scope.revise else ""
    return f"for {scope.audience}, {scope.first_day} to {scope.last_day}{anew}"


def _find_borough(words: str, unit: str) -> str:
    found = areas.unit(unit).find_borough(words)
    if found is None:
        raise WrongGrant(f"{unit} has no borough “{words}”. It has: {', '.join(areas.unit(unit).boroughs)}.")
    return found
