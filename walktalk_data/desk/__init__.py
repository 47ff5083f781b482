"""Acts in: opening the records, checking, loading and undoing, removing. Every change to what is kept goes through here."""

from __future__ import annotations

from walktalk_data.desk.loading import (
    FaultsFound,
    Loaded,
    RecordsChanged,
    ShowProgress,
    check_files,
    confirm,
    list_files,
    list_loads,
    load_files,
)
from walktalk_data.desk.mails import KEY_VARIABLE, NoMailboxKey, draft_requests, mailbox_key_file, open_mailbox_key
from walktalk_data.desk.maps import NoSuchMap, forget_map, list_maps
from walktalk_data.desk.opening import (
    ADDRESS_VARIABLE,
    SampleIsReadOnly,
    UnknownUnit,
    find_database,
    open_database,
    partner_role_sql,
    read_data_version,
    upgrade_database,
)
from walktalk_data.desk.places import LONGEST_PUBLIC_NAME, CannotClear, clear_place, list_places, look_at_name, must_be_sure
from walktalk_data.desk.publishing import (
    CannotWithdraw,
    count_waiting_answers,
    find_briefing,
    find_waiting,
    list_briefings,
    prove,
    publish,
    tell_editions,
    withdraw,
)
from walktalk_data.desk.reports import Report, problem_report, show_details
from walktalk_data.desk.taking_back import (
    RECORD_KINDS,
    CannotUndo,
    Removed,
    erase_record,
    foresee_undo,
    remove_older_records,
    tell_changes,
    tell_history,
    undo_load,
)
from walktalk_data.intake.answers import NotAnAnswer, asked_as, take_answer
from walktalk_data.intake.checked import (
    BLANK,
    LEAVE_OUT,
    NO_RECORDS,
    ChangedRecord,
    Checked,
    CheckedTable,
    Confirmed,
    FoundDetails,
    FreeText,
    Outcome,
    Problem,
    Progress,
    Question,
    ReadAs,
)
from walktalk_data.intake.column_map import ColumnMap, DateStyle
from walktalk_data.intake.mail_or_table import is_mails
from walktalk_data.intake.mailbox import Drafts
from walktalk_data.records.clearings import Place
from walktalk_data.records.column_maps import RememberedMap
from walktalk_data.records.database import Database, RecordsError
from walktalk_data.records.history import Change, RecordKind, Touch
from walktalk_data.records.loads import FileReceipt, Load, Receipt
from walktalk_data.records.partner_role import WrongRole
from walktalk_data.records.undo import NoSuchLoad, Undone
from walktalk_data.records.upgrade import Upgrade
from walktalk_data.sharing.editions import Edition, NoSuchEdition
from walktalk_data.sharing.listing import Listed, New, ToldAnew, find_new
from walktalk_data.sharing.places import NamedPlace
from walktalk_data.sharing.publishing import CannotPublish, EditionScope, Waiting

__all__ = [
    "ADDRESS_VARIABLE",
    "BLANK",
    "KEY_VARIABLE",
    "LEAVE_OUT",
    "LONGEST_PUBLIC_NAME",
    "NO_RECORDS",
    "RECORD_KINDS",
    "CannotClear",
    "CannotPublish",
    "CannotUndo",
    "CannotWithdraw",
    "Change",
    "ChangedRecord",
    "Checked",
    "CheckedTable",
    "ColumnMap",
    "Confirmed",
    "Database",
    "DateStyle",
    "Drafts",
    "Edition",
    "EditionScope",
    "FaultsFound",
    "FileReceipt",
    "FoundDetails",
    "FreeText",
    "Listed",
    "Load",
    "Loaded",
    "NamedPlace",
    "New",
    "NoMailboxKey",
    "NoSuchEdition",
    "NoSuchLoad",
    "NoSuchMap",
    "NotAnAnswer",
    "Outcome",
    "Place",
    "Problem",
    "Progress",
    "Question",
    "ReadAs",
    "Receipt",
    "RecordKind",
    "RecordsChanged",
    "RecordsError",
    "RememberedMap",
    "Removed",
    "Report",
    "SampleIsReadOnly",
    "ShowProgress",
    "ToldAnew",
    "Touch",
    "Undone",
    "UnknownUnit",
    "Upgrade",
    "Waiting",
    "WrongRole",
    "asked_as",
    "check_files",
    "clear_place",
    "confirm",
    "count_waiting_answers",
    "draft_requests",
    "erase_record",
    "find_briefing",
    "find_database",
    "find_new",
    "find_waiting",
    "foresee_undo",
    "forget_map",
    "is_mails",
    "list_briefings",
    "list_files",
    "list_loads",
    "list_maps",
    "list_places",
    "load_files",
    "look_at_name",
    "mailbox_key_file",
    "must_be_sure",
    "open_database",
    "open_mailbox_key",
    "partner_role_sql",
    "problem_report",
    "prove",
    "publish",
    "read_data_version",
    "remove_older_records",
    "show_details",
    "take_answer",
    "tell_changes",
    "tell_editions",
    "tell_history",
    "undo_load",
    "upgrade_database",
    "withdraw",
]
