"""How the standby that viewers read stands: for the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from walktalk_data.records.database import Database
from walktalk_data.records.replica import Replica, State

FAULTS: Final[dict[State, str]] = {
    "lost": "it does not answer at {address}, and viewers read the primary. Start it, or leave the setting out.",
    "behind": (
        "it is {bytes:,} bytes behind the primary, and viewers read the primary. Look whether it is connected to the primary "
        "(its log says), and whether its replay was paused."
    ),
    "no standby": (
        "what answers at {address} is no standby: it follows nothing, and viewers do not read it. Where it was promoted, name it "
        "in WALKTALK_DATABASE and leave this out, until another follows it."
    ),
    "another database": (
        "the standby at {address} follows another database server than WALKTALK_DATABASE names, and viewers do not read it."
    ),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is told of the standby: a fault, or that all is well."""

    words: str
    fault: str = ""


def tell_standby(database: Database) -> Standing:
    """How the standby of this database stands now, in words."""
    replica = database.replica
    if replica is None:
        return Standing("none is named")
    state = replica.judge()
    if state != "read":
        behind = replica.bytes_behind() or 0
        return Standing("", FAULTS.get(state, state).format(address=_address(replica), bytes=behind))
    followed = replica.look()
    reads = f"{_address(replica)}, read as {followed.role}"
    if replica.is_primary_lost():
        old = f", its last change {followed.seconds_behind:,.0f} s old" if followed.seconds_behind is not None else ""
        return Standing(f"{reads}: the primary does not answer, and viewers read the standby alone{old}")
    return Standing(f"{reads}: {replica.bytes_behind() or 0:,} bytes behind the primary")


def _address(replica: Replica) -> str:
    return replica.address.render_as_string(hide_password=True)
