"""The lab sheet: whole, self-contained, and nothing that a student typed is read as markup."""

import datetime
import io
import zipfile

from engine.figures.style import figure
from engine.lab_sheet import Picture, Sheet, Table, archive, page

HOSTILE = "<script>alert(1)</script> & \"quotes\" 'too'"
SHEET = Sheet(
    title=f"Words {HOSTILE}",
    student=HOSTILE,
    task="What is near?",
    answers=f"First line\n{HOSTILE}",
    about=("6 words, 2 numbers each.",),
    parts=(
        Table("Nearest", {"neighbor": ["queen", HOSTILE], "cosine": [0.5, -1]}),
        Picture("Map", figure([]), f"Map of 2 words. {HOSTILE}"),
    ),
    script="print('<b>')\n",
    address="/words?item=a",
    day=datetime.date(2026, 1, 2),
)


def test_it_holds_everything_and_needs_no_network() -> None:
    html = page(SHEET).decode()
    for part in (
        "2026-01-02",
        "What is near?",
        "First line\n",
        "6 words, 2 numbers each.",
        "queen",
        "0.5",
        "-1",
        "numpy",
    ):
        assert part in html
    assert "print(&#x27;&lt;b&gt;&#x27;)" in html
    outside = html.replace(html[html.index("<script>/**") : html.index("</head>")], "")
    assert "http" not in outside.replace("http://www.w3.org", "")
    assert "Plotly.newPlot" in outside


def test_what_was_typed_is_text() -> None:
    html = page(SHEET).decode()
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;") >= 6


def test_without_figures_there_is_no_script_and_empty_sections_are_left_out() -> None:
    html = page(Sheet(title="Short")).decode()
    assert len(html) < 3_000 and "<script" not in html
    assert "Task" not in html and "Answers" not in html and "(no name given)" in html


def test_the_archive_has_page_script_and_tables() -> None:
    with zipfile.ZipFile(io.BytesIO(archive(SHEET))) as packed:
        assert packed.namelist() == ["sheet.html", "reproduce.py", "table-1.csv"]
        assert packed.read("reproduce.py") == b"print('<b>')\n"
        assert b"queen,0.5" in packed.read("table-1.csv")
