"""The page for whoever is not signed in: what this is, the way in, and nothing else. It needs no script and no websocket."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from walktalk_data import areas
from walktalk_data.vocabulary import DEFAULT_UNIT

LOOK: Final = """
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f5f7f9; color: #1a1a1a;
  font: 17px/1.5 system-ui, "Segoe UI", Arial, sans-serif; }
main { background: #fff; border: 1px solid #dfe3e6; border-left: 5px solid #12436d; border-radius: 8px; padding: 28px 32px;
  margin: 16px; max-width: 520px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 8px; } p { margin: 0 0 16px; }
p:last-child { margin: 0; color: #505a5f; font-size: 15px; }
a.in { display: block; width: fit-content; background: #12436d; color: #fff; font-weight: 600; text-decoration: none;
  border-radius: 6px; padding: 10px 18px; margin: 0 0 14px; }
a.in:hover { background: #0d3355; } a:focus-visible { outline: 3px solid #d4521a; outline-offset: 2px; }
a.back { color: #12436d; }
"""


def draw_sign_in(ways: Mapping[str, str], closed: str = "") -> str:
    """The page that asks to sign in. `ways`: the address of each provider's way in, by the provider's name.

    `closed`: why nobody can sign in just now; empty where they can.
    """
    one = len(ways) == 1
    said = f'<p role="status"><b>{escape(closed)}</b></p>' if closed else ""
    links = "".join(
        f'<a class="in" href="{escape(address)}">{"Sign in" if one else f"Sign in with {escape(name)}"}</a>'
        for name, address in ways.items()
    )
    return _draw(
        "Walk and Talk",
        f"<p><b>{escape(DEFAULT_UNIT)}</b>: {escape(', '.join(areas.unit(DEFAULT_UNIT).boroughs))}.</p>"
        "<p>What women say about feeling safe, walk by walk: for the police and for councils who take part.</p>"
        f"{said or links}<p>Use your work account. If you cannot sign in, ask the unit that invited you.</p>",
    )


def draw_refused(words: str) -> str:
    """Why someone was not let in, and the way back."""
    return _draw("You are not signed in", f'<p>{escape(words)}</p><p><a class="back" href="/">Back to the start</a></p>')


def draw_notice(title: str, words: str) -> str:
    """Why there is nothing to show at an address that is no page of the dashboard, and the way back."""
    return _draw(title, f'<p>{escape(words)}</p><p><a class="back" href="/">Back to the dashboard</a></p>', title)


def _draw(title: str, body: str, named: str = "sign in") -> str:
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Walk and Talk: {escape(named)}</title><style>{LOOK}</style></head><body>"
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
