"""Try every row of the tables and publish what was found: `python -m tests.robustness [--quick] [--only 12 F5 L2]`.

Exit status 1 if a row does not hold. With --only nothing is written; with --again the rows named replace those of the
document, as after a mend.
"""

import argparse
import sys
import time

from tests.robustness import published
from tests.robustness.row import Found, Table, attempted
from tests.robustness.tables import TABLES
from tests.robustness.tested import judged, outcomes


def main(arguments: list[str]) -> int:
    """Exit status: 0 if every row holds that could be tried, 1 if one does not."""
    parser = argparse.ArgumentParser(prog="python -m tests.robustness", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="some 10 minutes: fewer kills, shorter loads")
    parser.add_argument("--only", nargs="+", metavar="ROW", help="rows to try, by number; nothing is written")
    parser.add_argument("--again", nargs="+", metavar="ROW", help="rows to try again, which replace those published")
    chosen = parser.parse_args(arguments)
    some = chosen.only or chosen.again
    tables = [table.only(frozenset(some)) for table in TABLES] if some else list(TABLES)
    begun = time.monotonic()
    found = {number: seen for table in tables for number, seen in tried(table, chosen.quick).items()}
    minutes = (time.monotonic() - begun) / 60
    if chosen.again:
        published.FILE.write_text(published.again(published.FILE.read_text(), tables, found))
    elif not chosen.only:
        published.FILE.parent.mkdir(exist_ok=True)
        published.FILE.write_text(published.document(tables, found, chosen.quick, minutes))
    broken = [number for number, seen in found.items() if seen.ok is False]
    untried = sum(seen.ok is None for seen in found.values())
    failing = ", ".join(broken) or "none"
    print(f"{len(found)} rows in {minutes:.1f} minutes; not tried: {untried}; do not hold: {failing}")
    return 1 if broken else 0


def tried(table: Table, quick: bool) -> dict[str, Found]:
    """Number -> what was found, told as it comes."""
    if table.rows:
        print(f"\n{table.title}", flush=True)
    known = outcomes(test for row in table.rows for test in row.named(quick))
    found: dict[str, Found] = {}
    for row in table.rows:
        if row.not_here:
            found[row.number] = Found(f"not tried: {row.not_here}", ok=None)
        elif row.measure is not None:
            found[row.number] = attempted(row.measure, quick)
        else:
            found[row.number] = judged(row, known, table.limits, quick)
        seen = found[row.number]
        state = {True: "holds", False: "DOES NOT HOLD", None: "not tried"}[seen.ok]
        print(f"{row.number:>5} {state}: {row.what} - {seen.seen} {seen.figure}", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
