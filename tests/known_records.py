"""Records as intake asks for them, without a database: what tests/bad_files.py takes to be stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass
class FakeRecords:
    """Holds what it is given, for the unit East Area."""

    request_ids: set[str] = field(default_factory=set)
    walk_ids: set[str] = field(default_factory=set)
    statuses: dict[tuple[str, date], str] = field(default_factory=dict)

    def requests(self, unit: str, request_ids: Iterable[str]) -> set[str]:  # noqa: ARG002 (the protocol's argument)
        return self.request_ids & set(request_ids)

    def walks(self, unit: str, walk_ids: Iterable[str]) -> set[str]:  # noqa: ARG002 (the protocol's argument)
        return self.walk_ids & set(walk_ids)

    def status_changes(self, unit: str, request_ids: Iterable[str]) -> dict[tuple[str, date], str]:  # noqa: ARG002 (as above)
        asked = set(request_ids)
        return {key: status for key, status in self.statuses.items() if key[0] in asked}


KNOWN_RECORDS = FakeRecords({"R-01"}, {"W-01"}, {("R-01", date(2022, 1, 5)): "arranged"})
"""The same as the files `tests.bad_files.KNOWN` bring."""
