"""What is remembered of her headings and words, and forgetting it."""

from __future__ import annotations

from walktalk_data.desk.opening import refuse_sample
from walktalk_data.records.column_maps import RememberedMap, forget_column_map, list_column_maps
from walktalk_data.records.database import Database, RecordsError


class NoSuchMap(RecordsError):
    """Nothing is remembered under that number."""


def list_maps(database: Database, unit: str) -> list[RememberedMap]:
    """What is remembered of tables by their shape, what was confirmed last first. Nothing where there are no records yet."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        return list_column_maps(reading.connection, unit)


def forget_map(database: Database, unit: str, number: str) -> RememberedMap:
    """Forget what was confirmed for one shape of table; the next such file is asked about anew. Records stay as they are.

    `number`: as `RememberedMap.number`, or its beginning where no other begins so. Raises `NoSuchMap`.
    """
    refuse_sample(database, "nothing in it is forgotten")
    found = [known for known in list_maps(database, unit) if number and known.shape.startswith(number.casefold())]
    if len(found) != 1:
        raise NoSuchMap("Nothing is remembered under that number. List what is: python -m walktalk_data maps")
    with database.writing() as writing:
        forget_column_map(writing.connection, unit, found[0].shape)
    return found[0]
