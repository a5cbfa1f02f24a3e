"""Source files of installed libraries: found by pip's record, parsed, never imported."""

import sys

from engine.files import libraries
from engine.report import Silent


def test_source_files_are_those_of_the_package_without_its_tests() -> None:
    files = libraries.source_files("networkx")
    assert "networkx/algorithms/shortest_paths/weighted.py" in files
    assert not any("/tests/" in path or not path.endswith(".py") for path in files)
    assert all(len(content) > 20 for content in files.values())


def test_a_library_that_is_not_installed_has_no_files() -> None:
    libraries.LIBRARIES["no-such-library"] = libraries.Library("nothing", "MIT")
    try:
        assert libraries.source_files("no-such-library") == {}
    finally:
        del libraries.LIBRARIES["no-such-library"]


def test_the_digest_depends_on_which_libraries_are_meant() -> None:
    one, other = libraries.digest_of(("networkx",)), libraries.digest_of(("numpy",))
    assert len(one) == 64 and one != other
    assert libraries.digest_of(("networkx", "numpy")) not in (one, other)


def test_modules_are_named_as_they_are_imported_and_none_is() -> None:
    before = set(sys.modules)
    found = {module.name: module for module in libraries.modules(("streamlit",), Silent())}
    assert "streamlit" in found and found["streamlit"].path == "streamlit/__init__.py"
    assert "streamlit.elements.map" in found
    assert {name for name in set(sys.modules) - before if name.startswith("streamlit.elements.map")} == set()


def test_they_are_told_with_version_and_licence() -> None:
    assert libraries.told(("networkx",)).startswith("networkx ") and "BSD-3-Clause" in libraries.told(("networkx",))
