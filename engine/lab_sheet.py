"""The sheet that a student hands in: one page that opens anywhere, and a ZIP with its script and tables."""

import datetime
import html
import io
import platform
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from engine.exports import columns_csv
from engine.figures.style import CONFIG, library

LIBRARIES = ("numpy", "scikit-learn", "torch")
STYLE = """
body { max-width: 860px; margin: 24px auto; padding: 0 16px; font: 16px/1.5 system-ui, sans-serif; color: #1c2430; }
h1 { font-size: 1.6rem; margin: 0 0 4px; } h2 { font-size: 1.15rem; margin: 28px 0 8px; }
.about, figcaption, footer { color: #5a6470; font-size: 0.9rem; }
.answer { white-space: pre-wrap; border-left: 3px solid #0b6ba8; padding-left: 12px; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 3px 14px 3px 0; border-bottom: 1px solid #dce1e7; }
td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; } figure { margin: 12px 0; break-inside: avoid; }
pre { background: #f3f5f7; padding: 12px; overflow-x: auto; font-size: 0.82rem; }
"""


@dataclass(frozen=True)
class Table:
    """title; columns: heading -> cells, all of one length."""

    title: str
    columns: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Picture:
    """figure: of Plotly. told: what it shows in words and numbers, for those who do not see it."""

    title: str
    figure: Any
    told: str


@dataclass(frozen=True)
class Sheet:
    """title: of the lesson or run. student, answers: as they were typed. task: what the teacher asks, or "".

    about: sentences on what is shown: data, run, seed. parts: tables and pictures, in order. script: reproduce.py.
    address: of the view, without the host. day: of the sheet.
    """

    title: str
    student: str = ""
    task: str = ""
    answers: str = ""
    about: Sequence[str] = ()
    parts: Sequence[Table | Picture] = ()
    script: str = ""
    address: str = ""
    day: datetime.date = field(default_factory=datetime.date.today)

    @property
    def versions(self) -> str:
        """What it was made with."""
        return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in LIBRARIES)])


def page(sheet: Sheet) -> bytes:
    """The sheet as one HTML file that needs no network; everything in it that is not the app's own is plain text."""
    pictured = any(isinstance(part, Picture) for part in sheet.parts)
    body = [
        f"<h1>{_text(sheet.title)}</h1>",
        f'<p class="about">{_text(sheet.student or "(no name given)")} · {sheet.day.isoformat()}</p>',
        *(f"<p>{_text(sentence)}</p>" for sentence in sheet.about),
        *_section("Task", sheet.task),
        *_section("Answers", sheet.answers),
        *(_part(part, number) for number, part in enumerate(sheet.parts)),
    ]
    if sheet.script:
        body.append(f"<h2>Made again by a script</h2>\n<pre>{_text(sheet.script)}</pre>")
    at = f" Address: {_text(sheet.address)}." if sheet.address else ""
    body.append(f"<footer><p>Embedding Workbench. {_text(sheet.versions)}.{at}</p></footer>")
    scripts = f"<script>{library()}</script>\n" if pictured else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(sheet.title)}</title>\n<style>{STYLE}</style>\n{scripts}</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    ).encode()


def archive(sheet: Sheet) -> bytes:
    """A ZIP of the page, the script as reproduce.py, and each table as CSV."""
    content = {"sheet.html": page(sheet)}
    if sheet.script:
        content["reproduce.py"] = sheet.script.encode()
    tables = [part for part in sheet.parts if isinstance(part, Table)]
    for number, table in enumerate(tables, 1):
        content[f"table-{number}.csv"] = columns_csv(table.columns)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in content.items():
            packed.writestr(name, data)
    return file.getvalue()


def _section(title: str, text: str) -> list[str]:
    return [f'<h2>{title}</h2>\n<p class="answer">{_text(text)}</p>'] if text.strip() else []


def _part(part: Table | Picture, number: int) -> str:
    if isinstance(part, Picture):
        drawn = part.figure.to_html(config=CONFIG, include_plotlyjs=False, full_html=False, div_id=f"figure-{number}")
        told = f"<figcaption>{_text(part.told)}</figcaption>"
        heading = f"<h2>{_text(part.title)}</h2>\n" if part.title else ""
        return f'{heading}<figure role="group" aria-label="{_text(part.told)}">\n{drawn}\n{told}\n</figure>'
    rows = zip(*part.columns.values(), strict=True)
    head = "".join(f"<th>{_text(name)}</th>" for name in part.columns)
    cells = "\n".join("<tr>" + "".join(f"<td>{_text(_shown(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{_text(part.title)}</h2>\n<table>\n<tr>{head}</tr>\n{cells}\n</table>"


def _shown(cell: Any) -> str:
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def _text(text: str) -> str:
    return html.escape(text, quote=True)
