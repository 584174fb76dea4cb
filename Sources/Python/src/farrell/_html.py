"""Tables as HTML for notebooks: everything escaped, statuses in colour."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._tables import Table

SHOWN_ROWS = 10
SHOWN_COLUMNS = 14

# Pairs that colour-blind people can tell apart; the word stands beside the colour in any case.
_COLOURS = {
    "certified": "#0b6e4f",
    "refined": "#1f5fa8",
    "uncertified": "#a85b00",
    "infeasible": "#6b4c9a",
    "unbounded": "#6b4c9a",
    "failed": "#b00020",
}


def table_html(table: Table, caption: str, note: str = "") -> str:
    """The first rows of a table.

    Parameters
    ----------
    table
        What is shown.
    caption, note
        Lines above and below it, as text.
    """
    names = table.columns[:SHOWN_COLUMNS]
    rows = min(table.row_count, SHOWN_ROWS)
    cells = [table[name][:rows].tolist() for name in names]
    head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(_cell(name, column[row]) for name, column in zip(names, cells)) + "</tr>"
        for row in range(rows)
    )
    rest = []
    if rows < table.row_count:
        rest.append(f"{rows} of {table.row_count} rows")
    if len(names) < len(table.columns):
        rest.append(f"{len(names)} of {len(table.columns)} columns")
    foot = "; ".join(part for part in [note, ", ".join(rest)] if part)
    return (
        f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>" + (f"<p>{html.escape(foot)}</p>" if foot else "")
    )


def _cell(name: str, value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "<td></td>"
    if isinstance(value, (int, float)):
        text = f"{value:.6g}" if isinstance(value, float) else str(value)
        return f"<td style='text-align:right'>{text}</td>"
    colour = _COLOURS.get(value) if name == "status" else None
    style = f" style='color:{colour};font-weight:bold'" if colour else ""
    text = value if len(value) <= 60 else value[:57] + "..."
    return f"<td{style}>{html.escape(text)}</td>"
