"""Cells as one value of the database: columns of small whole numbers, compressed, with a format number at their head."""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from walktalk_data.records.cells import Cells
from walktalk_data.records.columns import Columns, in_few_bytes

FORMAT: Final = 1
_LENGTH: Final = 4
"""Bytes that say how long the head is."""


def pack(cells: Cells) -> bytes:
    """The cells as bytes: the same cells in the same order are always the same bytes."""
    parts: list[bytes] = []
    told: dict[str, Any] = {}
    for kind in sorted(cells):
        columns = _in_order(cells[kind])
        arrays = {}
        for name, array in (*sorted(columns.codes.items()), *sorted(columns.counts.items())):
            small = in_few_bytes(array)
            arrays[name] = small.dtype.str
            parts.append(small.tobytes())
        told[kind] = {
            "rows": len(columns),
            "arrays": arrays,
            "words": dict(sorted(columns.words.items())),
            "counts": sorted(columns.counts),
        }
    head = json.dumps({"format": FORMAT, "kinds": told}, ensure_ascii=False, sort_keys=True).encode()
    # The fastest: most of what there is to gain, in a third of the time.
    return zlib.compress(len(head).to_bytes(_LENGTH, "big") + head + b"".join(parts), 1)


def unpack(packed: bytes) -> dict[str, Columns]:
    """The cells that were packed. Raises `ValueError` for another format."""
    whole = zlib.decompress(packed)
    start = _LENGTH + int.from_bytes(whole[:_LENGTH], "big")
    head = json.loads(whole[_LENGTH:start])
    if head["format"] != FORMAT:
        raise ValueError(f"a summary of format {head['format']}")
    cells = {}
    for kind, told in head["kinds"].items():
        arrays: dict[str, NDArray[Any]] = {}
        # In the order in which they were written, which sorting the head's keys does not keep.
        names = [*sorted(told["words"]), *told["counts"]]
        for name in names:
            arrays[name] = np.frombuffer(whole, dtype=told["arrays"][name], count=told["rows"], offset=start)
            start += arrays[name].nbytes
        words = {name: tuple(own) for name, own in told["words"].items()}
        counts = {name: arrays[name].astype(np.int64) for name in told["counts"]}
        cells[kind] = Columns(words, {name: arrays[name] for name in words}, counts)
    return cells


def _in_order(columns: Columns) -> Columns:
    """The same rows by their words, with no word that none has: whatever the order in which the database gave them."""
    used = {}
    for name, words in columns.words.items():
        if words:
            there = np.flatnonzero(np.bincount(columns.codes[name], minlength=len(words)))
            used[name] = tuple(sorted((words[code] for code in there.tolist()), key=lambda word: (word is not None, str(word))))
    renamed = columns.rename(**used)
    order = np.lexsort([renamed.codes[name] for name in sorted(renamed.codes, reverse=True)])
    return renamed.pick(order)
