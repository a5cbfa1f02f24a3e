"""Scripts of ours that import one another, put together as one: for a page that is a file and can fetch nothing.

Our modules are written plainly, so a few patterns read them: named imports in a line, exports where things are
declared. Whatever else begins with import or export is refused.
"""

import base64
import json
import re
from pathlib import Path

IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "(\.{1,2}/[\w./]+\.js)"$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function\*?) (\w+|\[[\w, ]+\] = ))", re.MULTILINE)
SHEET = re.compile(r'new URL\("(\./\w+\.css)", import\.meta\.url\)\.href')
LEFT = re.compile(r"^(?:import|export)\b|import\.meta|\bimport\(|</script|<!--", re.MULTILINE | re.IGNORECASE)


def bundled(entry: Path) -> str:
    """A script that does what the module `entry` does, with all that it imports, each in a scope of its own.

    Style sheets that a module points to become addresses that hold them. Raises ValueError for modules that import one
    another in a circle, and for what is not written as described above.
    """
    names: dict[Path, str] = {}
    scopes: list[str] = []
    _add(entry.resolve(), names, scopes, ())
    return "\n".join(scopes)


def _add(path: Path, names: dict[Path, str], scopes: list[str], above: tuple[Path, ...]) -> str:
    """The name of a module's scope, which is appended after those that it imports."""
    if path in above:
        raise ValueError(f"{path.name} imports itself, by way of {above[-1].name}")
    if path in names:
        return names[path]
    source = path.read_text(encoding="utf-8")

    def taken(found: re.Match[str]) -> str:
        return f"const {{ {found[1]} }} = {_add((path.parent / found[2]).resolve(), names, scopes, (*above, path))}"

    body = SHEET.sub(lambda found: _sheet(path.parent / found[1]), IMPORT.sub(taken, source))
    exported = [found.strip("[] =") for found in EXPORT.findall(body)]
    body = EXPORT.sub("", body)
    left = LEFT.search(body)
    if left:
        raise ValueError(f"{path.name} holds {left[0]!r}, which cannot be bundled")
    names[path] = f"$module{len(names)}"
    scopes.append(f"const {names[path]} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }}\n}})()")
    return names[path]


def _sheet(path: Path) -> str:
    """An address that holds a style sheet, as a text of JavaScript."""
    return json.dumps(f"data:text/css;base64,{base64.b64encode(path.read_bytes()).decode()}")
