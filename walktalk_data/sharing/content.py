"""What an edition tells, as plain values that are kept for ever: canonical JSON, known by its SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from walktalk_data.figure import Bound, Cell, Figure, Heading, Said, Table
from walktalk_data.records.database import RecordsError
from walktalk_data.vocabulary import NOT_SHARED, Audience

FORMAT: Final = 1
NOT_IN_THIS_EDITION: Final = "Not in this edition"
_COLUMNS: Final = tuple(field.name for field in fields(Figure) if field.name != "chance")


class WrongContent(RecordsError):
    """The content is not what was published, or of a format that this version does not read."""


def canonical(values: Mapping[str, Any]) -> str:
    """The one way in which values are written down: the same values are the same letters."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def sha256_of(content: str) -> str:
    """The SHA-256 of a content, in hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def read_canonical(content: str, sha256: str) -> dict[str, Any]:
    """The values of a content. Raises `WrongContent` where it was changed since, or is of another format."""
    if sha256_of(content) != sha256:
        raise WrongContent("The edition is not as it was published: its SHA-256 is another.")
    values: dict[str, Any] = json.loads(content)
    if values.get("format") != FORMAT:
        raise WrongContent(
            f"The edition has the format {values.get('format')}, and this version of the dashboard reads format {FORMAT}: it was "
            "published by a newer version. Open it with that one, or bring this one up to date."
        )
    return values


def values_of(tables: Iterable[Table]) -> dict[str, Any]:
    """Tables and their figures: `figures` in reading order, and `tables` whose cells say which figure they show."""
    figures: list[dict[str, Any]] = []
    place: dict[int, int] = {}

    def value_of(cell: Cell) -> str | list[Any]:
        if isinstance(cell, str):
            return cell
        figure = cell if isinstance(cell, Figure) else cell.figure
        if id(figure) not in place:
            place[id(figure)] = len(figures)
            figures.append({column: getattr(figure, column) for column in _COLUMNS} | {"figure_id": figure.figure_id})
        what = "figure" if isinstance(cell, Figure) else cell.end if isinstance(cell, Bound) else "claim"
        return [what, place[id(figure)]]

    told = [
        {
            "name": table.name,
            "title": table.title,
            "row_is": table.row_is,
            "headings": [[heading.words, heading.number] for heading in table.headings],
            "rows": [[value_of(cell) for cell in row] for row in table.rows],
            "notes": list(table.notes),
            "source": table.source,
            "when_empty": table.when_empty,
        }
        for table in tables
    ]
    return {"figures": figures, "tables": told}


def tables_of(values: Mapping[str, Any], audience: Audience) -> tuple[Table, ...]:
    """The tables again, as they were published. What later versions say of a figure besides is empty where it was not said."""
    figures = [Figure(**{column: figure[column] for column in _COLUMNS if column in figure}) for figure in values["figures"]]
    return tuple(
        Table(
            table["name"],
            table["title"],
            table["row_is"],
            tuple(Heading(*heading) for heading in table["headings"]),
            tuple(tuple(_cell(cell, figures) for cell in row) for row in table["rows"]),
            tuple(table["notes"]),
            table["source"],
            table["when_empty"],
            audience,
        )
        for table in values["tables"]
    )


def not_in_this_edition(name: str, audience: Audience) -> Table:
    """In place of a table that editions did not have when this one was published."""
    title = name.replace("_", " ").capitalize()
    return Table(name, title, "one table", (Heading(title),), (), when_empty=NOT_IN_THIS_EDITION, audience=audience)


def not_shared(name: str, title: str, audience: Audience) -> Table:
    """In place of a table that is for the police alone: no edition ever has it."""
    return Table(name, title, "one table", (Heading(title),), (), when_empty=NOT_SHARED, audience=audience)


def _cell(cell: str | list[Any], figures: Sequence[Figure]) -> Cell:
    if isinstance(cell, str):
        return cell
    what, place = str(cell[0]), int(cell[1])
    if what == "figure":
        return figures[place]
    return Said(figures[place]) if what == "claim" else Bound(figures[place], "low" if what == "low" else "high")
