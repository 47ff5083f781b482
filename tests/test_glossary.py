"""The words of the field: one list for the page, README and the headings that explain them, each word once on a page."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from tests.browser import PROJECT
from walktalk_data.outputs.glossary import GLOSSARY, Term, draw_glossary, draw_meanings, explain, with_table, write_table
from walktalk_data.vocabulary import MARKERS

FORMS = [form for term in GLOSSARY for form in term.forms]


def explain_page(*parts: str) -> tuple[list[str], list[Term]]:
    """The parts of one page, one after the other, and the words that were explained."""
    told: list[Term] = []

    def is_first(term: Term) -> bool:
        if term in told:
            return False
        told.append(term)
        return True

    return [explain(part, is_first) for part in parts], told


def read(drawn: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", drawn))


def test_readme_has_the_glossary_as_it_is() -> None:
    written = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert write_table() in written
    assert with_table(written) == written, "Write it anew: python -m walktalk_data.outputs.glossary"


def test_every_word_has_one_meaning_and_every_form_one_word() -> None:
    assert len({term.word for term in GLOSSARY}) == len({term.name for term in GLOSSARY}) == len(GLOSSARY)
    assert len({form.casefold() for form in FORMS}) == len(FORMS)


def test_every_marker_that_tables_hold_is_in_the_glossary() -> None:
    assert {*MARKERS} - {"[x]"} <= {term.word for term in GLOSSARY}


def test_a_word_is_explained_where_it_stands_first_and_nowhere_else() -> None:
    (first, second), told = explain_page("<p>63 % said unsafe after dark</p>", "<h2>After dark more said unsafe</h2>")
    assert [term.word for term in told] == ["unsafe", "light"]
    assert first.count('class="term"') == 2
    assert second == "<h2>After dark more said unsafe</h2>"


def test_a_word_with_a_space_that_does_not_break_is_found() -> None:
    (drawn,), _ = explain_page("<p>(95\N{NO-BREAK SPACE}% interval 23 to 49)</p>")
    assert (
        '<span class="term" role="button" tabindex="0" aria-describedby="meaning-interval">95\N{NO-BREAK SPACE}% interval'
        in drawn
    )


def test_nothing_is_explained_inside_of_links_captions_and_the_one_finding() -> None:
    for name in ("a", "summary", "caption", "h1", "abbr", "button"):
        drawn = f"<{name}>After <b>dark</b>, said unsafe</{name}>"
        assert explain_page(drawn) == ([drawn], [])
    (after,), _ = explain_page('<h1>said unsafe<br></h1><p class="below">said unsafe</p>')
    assert after.startswith("<h1>said unsafe<br></h1>")
    assert 'class="term"' in after


def test_a_part_of_a_longer_word_is_left_alone() -> None:
    assert explain_page("<th>Lights</th><th>Twilights</th>")[1] == []


@given(st.lists(st.sampled_from([*FORMS, "said", "<b>", "</b>", "<p>", "</p>", "<a>", "</a>", " ", "x", "&amp;", "<br>", "9"])))
def test_explaining_changes_no_word_that_is_read(pieces: list[str]) -> None:
    page = "".join(html.escape(piece) if piece in FORMS else piece for piece in pieces)
    (drawn,), told = explain_page(page)
    assert read(drawn) == read(page)
    assert drawn.count('class="term"') == len(told)
    assert [re.findall(r"<[^>]*>", page)] == [
        [tag for tag in re.findall(r"<[^>]*>", drawn) if "term" not in tag and tag != "</span>"]
    ]


def test_what_was_explained_can_be_found_by_its_name() -> None:
    (drawn,), told = explain_page("<p>said unsafe, after dark</p>")
    meanings = draw_meanings(told)
    for name in re.findall(r'aria-describedby="([^"]+)"', drawn):
        assert f'id="{name}"' in meanings
    assert draw_meanings([]) == ""


def test_the_page_lists_every_word() -> None:
    drawn = read(draw_glossary())
    assert all(term.word in drawn and term.meaning[1:] in drawn for term in GLOSSARY)
