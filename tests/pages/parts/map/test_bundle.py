"""Scripts put together: each in its own scope, in the order in which they need each other, or refused."""

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest

from pages.parts.assets import SOURCE
from pages.parts.map.bundle import bundled


def written(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source)
    return folder / "main.js"


def test_names_of_one_module_are_not_those_of_another(tmp_path: Path) -> None:
    node = which("node")
    if node is None:
        pytest.skip("node is not installed")
    main = written(
        tmp_path,
        main='import { twice } from "./a.js"\nimport { Four, own } from "./b.js"\nconst hidden = 1\n'
        "console.log(twice(hidden), new Four().value, own)\n",
        a='import { own } from "./b.js"\nconst hidden = 7\nexport function twice(x) { return hidden * own * x }\n',
        b="const hidden = 5\nexport class Four { value = 4 }\nexport const [own, other] = [hidden - 3, 1]\n",
    )
    script = bundled(main)
    assert script.count("class Four") == 1
    assert subprocess.run([node, "-e", script], capture_output=True, text=True).stdout == "14 4 2\n"


def test_a_style_sheet_is_held(tmp_path: Path) -> None:
    (tmp_path / "look.css").write_text("p {}")
    main = written(tmp_path, main='const sheet = new URL("./look.css", import.meta.url).href\n')
    assert 'const sheet = "data:text/css;base64,cCB7fQ=="' in bundled(main)


@pytest.mark.parametrize(
    "source",
    [
        'import a from "./a.js"',
        'export { x } from "./a.js"',
        "export let x = 1",
        "export default 1",
        "const x = import.meta.url",
        'const x = "</script>"',
        'const x = import("./a.js")',
        'import { main } from "./main.js"',
    ],
)
def test_what_cannot_be_bundled_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(ValueError):
        bundled(written(tmp_path, main=f"{source}\n", a="export const a = 1\n"))


def test_all_scripts_of_the_map_are_in_the_portable_one() -> None:
    script = bundled(SOURCE / "portable" / "index.js")
    for path in (SOURCE / "map").glob("*.js"):
        first = re.search(r"^export (?:const|class|(?:async )?function) (\w+)", path.read_text(), re.MULTILINE)
        assert first is not None and re.search(
            rf"^(?:const|class|(?:async )?function) {first[1]}\b", script, re.MULTILINE
        )
