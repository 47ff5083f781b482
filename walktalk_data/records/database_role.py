"""Database roles that may do what the dashboard does and no more: the SQL that makes one, from a table of rights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, get_args

from walktalk_data.records.partner_role import NAME, WrongRole, quote

TEMPLATE: Final = Path(__file__).with_suffix(".sql")
Kind = Literal["police", "loader"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
WORDS: Final[Mapping[Kind, str]] = {
    "police": "it reads records, figures and editions, and changes none; it keeps who signs in and what the log says.",
    "loader": "it does what is done on pages and by commands: load, undo, publish, grant, erase. It makes and alters no table.",
}
CHANGED: Final = "SELECT, INSERT, UPDATE, DELETE"
READ: Final = "SELECT"

_RECORDS: Final = (
    *("requests", "status_changes", "walks", "answers", "answer_factors", "answer_ideas", "actions", "engagements", "hubs"),
    *("request_versions", "status_change_versions", "walk_versions", "answer_versions"),
    *("action_versions", "engagement_versions", "hub_versions"),
    *("column_maps", "place_clearings", "month_summaries", "day_summaries"),
)
_KEPT_FOR_EVER: Final = {
    "about": "SELECT, UPDATE",
    "alembic_version": READ,
    "loads": "SELECT, INSERT, UPDATE (undone_at, undone_by)",
    "load_files": "SELECT, INSERT",
    "removals": "SELECT, INSERT",
    "editions": "SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by, withdrawn_because, replaced_by)",
    "edition_proofs": "SELECT, INSERT, UPDATE (proof)",
    "closed_months": "SELECT, INSERT, UPDATE (counts)",
}
"""What is never deleted, or changed in part alone."""
_SIGNING_IN: Final = {
    "access_about": READ,
    "access_grants": READ,
    "access_grant_boroughs": READ,
    "access_sign_ins": "SELECT, INSERT, DELETE, UPDATE (last_seen_at, ended_at)",
    "access_audit": "SELECT, INSERT",
}
_LOADER: Final = {
    **{f"public.{table}": CHANGED for table in _RECORDS},
    **{f"public.{table}": rights for table, rights in _KEPT_FOR_EVER.items()},
    **{f"access.{table}": rights for table, rights in _SIGNING_IN.items()},
    "access.access_grants": "SELECT, INSERT, UPDATE (revoked_at, revoked_by)",
    "access.access_grant_boroughs": "SELECT, INSERT",
}
_POLICE: Final = {
    **{f"public.{table}": READ for table in (*_RECORDS, *_KEPT_FOR_EVER)},
    **{f"access.{table}": rights for table, rights in _SIGNING_IN.items()},
}
RIGHTS: Final[Mapping[Kind, Mapping[str, str]]] = {"police": _POLICE, "loader": _LOADER}
"""By table, all that a role may do with it. A table that is not named it cannot touch."""
SEQUENCES: Final[Mapping[Kind, tuple[str, ...]]] = {
    "police": ("access.access_audit_entry_id_seq",),
    "loader": (
        "public.loads_load_id_seq",
        "public.removals_removal_id_seq",
        "public.place_clearings_clearing_id_seq",
        "access.access_grants_grant_id_seq",
        "access.access_audit_entry_id_seq",
    ),
}
"""What numbers the rows that a role adds."""


def database_role_sql(kind: Kind, role: str) -> str:
    """The SQL that makes the role, for the database's administrator to read and run. Raises `WrongRole` for an unfit name."""
    if not NAME.fullmatch(role):
        raise WrongRole(f"“{role}” is no name for a role. Write small letters, digits and _, as in walktalk_{kind}.")
    grants = [f'GRANT {rights} ON {table} TO "{role}";' for table, rights in RIGHTS[kind].items()]
    grants.append(f'GRANT USAGE ON SEQUENCE {", ".join(SEQUENCES[kind])} TO "{role}";')
    written = TEMPLATE.read_text(encoding="utf-8")
    # What is being loaded waits in temporary tables.
    temporary = ", TEMPORARY" if kind == "loader" else ""
    marks = {"@words@": WORDS[kind], "@temporary@": temporary, "@grants@": "\n".join(grants), "@role_text@": quote(role)}
    for mark, value in {**marks, "@role@": role}.items():
        written = written.replace(mark, value)
    return written
