"""What stands on each page of a PDF that Chromium printed: read from the file itself, so that no further program is needed."""

from __future__ import annotations

import re
import zlib


def read_pages(printed: bytes) -> list[str]:
    """The words of each page, in the order in which they were drawn, without the spaces between them."""
    objects = {int(number): body for number, body in re.findall(rb"(?s)(?<=\n)(\d+) 0 obj\n(.*?)\nendobj", printed)}
    pages = [body for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    letters: dict[int, dict[str, str]] = {}
    told = []
    for page in pages:
        fonts = {name: int(number) for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", page)}
        for number in fonts.values():
            if number not in letters:
                letters[number] = _letters(objects, objects[number])
        (content,) = re.findall(rb"/Contents (\d+) 0 R", page)
        told.append(_words(_stream(objects[int(content)]), {name: letters[number] for name, number in fonts.items()}))
    return told


def _stream(body: bytes) -> bytes:
    head, _, data = body.partition(b"stream\n")
    data = data.removesuffix(b"\nendstream")
    return zlib.decompress(data) if b"/FlateDecode" in head else data


def _letters(objects: dict[int, bytes], font: bytes) -> dict[str, str]:
    """What each glyph of a font stands for."""
    found = re.search(rb"/ToUnicode (\d+) 0 R", font)
    if not found:
        return {}
    table = _stream(objects[int(found[1])]).decode("latin-1")
    letters: dict[str, str] = {}
    for part in re.findall(r"(?s)beginbfchar\n(.*?)endbfchar", table):
        for glyph, stands_for in re.findall(r"<(\w+)> <(\w+)>", part):
            letters[glyph.upper()] = bytes.fromhex(stands_for).decode("utf-16-be")
    for part in re.findall(r"(?s)beginbfrange\n(.*?)endbfrange", table):
        for first, last, stands_for in re.findall(r"<(\w+)> <(\w+)> <(\w+)>", part):
            for number in range(int(first, 16), int(last, 16) + 1):
                letters[f"{number:04X}"] = chr(int(stands_for, 16) + number - int(first, 16))
    return letters


def _words(content: bytes, fonts: dict[bytes, dict[str, str]]) -> str:
    written = []
    letters: dict[str, str] = {}
    for name, glyphs in re.findall(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>", content):
        if name:
            letters = fonts[name]
        else:
            codes = glyphs.decode().upper()
            written += [letters.get(codes[place : place + 4], "") for place in range(0, len(codes), 4)]
    return "".join(written).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
