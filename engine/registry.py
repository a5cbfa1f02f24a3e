"""Classes by their names, out of the modules that a list names: one line adds a module with all that it defines."""

from collections.abc import Iterable
from importlib import import_module
from typing import TypeVar

T = TypeVar("T")


def registered(package: str, modules: Iterable[str], base: type[T], key: str = "name") -> dict[str, type[T]]:
    """Name -> class: the subclasses of `base` defined in these modules of the package, in order, that have a `key`.

    Bases that others derive from have none of their own and are left out. Raises ValueError if two share a name.
    """
    found: dict[str, type[T]] = {}
    for module in (import_module(f"{package}.{name}") for name in modules):
        for cls in vars(module).values():
            if not (isinstance(cls, type) and issubclass(cls, base) and cls.__module__ == module.__name__):
                continue
            name = vars(cls).get(key)
            if isinstance(name, str) and found.setdefault(name, cls) is not cls:
                raise ValueError(f"{cls} and {found[name]} are both called {name!r}; rename one")
    return found
