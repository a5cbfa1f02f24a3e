"""Fields of frozen dataclasses that carry their own bounds and help.

One description serves twice: `Validated` checks values against it, and the pages draw a control from it.

>>> @dataclass(frozen=True)
... class Smoothing(Validated):
...     power: float = real(0.75, 0.0, 1.0, label="Smoothing", help="Exponent of the context counts.")
>>> Smoothing(power=2.0)
Traceback (most recent call last):
...
engine.errors.InputError: Smoothing must be between 0.0 and 1.0, not 2.0.
"""

import csv
import dataclasses
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, ClassVar, Literal, Self

from engine.errors import InputError

LONGEST_LINE = 4_000
"""Characters of a line of several names."""


@dataclass(frozen=True)
class Spec:
    """What a field accepts, and how to ask for it."""

    kind: Literal["integer", "real", "choice", "flag", "text", "several", "nested"]
    label: str
    help: str
    low: float = 0
    high: float = 0
    step: float | None = None
    options: Mapping[Any, str] = dataclasses.field(default_factory=dict)
    pattern: str = ""
    registry: Callable[[], Mapping[str, type]] = dict
    options_of: Callable[[Any], Sequence[str]] | None = None
    """Of a field that takes several names: those that a dataset offers."""
    runs_of: tuple[str, ...] = ()
    """Of a text that names a run: what the runs that are offered embed, such as words."""
    unit: str = ""
    zero: str = ""
    """What 0 stands for where it is no number, as "all": an integer's control is then empty and shows this word."""
    advanced: bool = False
    """Advanced fields are folded away on the pages."""
    hidden: bool = False
    """Hidden fields are not asked for by a generic control: a page sets them itself."""


def integer(default: int, low: int, high: int, *, label: str, help: str, step: int = 1, **more: Any) -> Any:
    """A whole number in [low, high]."""
    return _field(default, Spec("integer", label, help, low=low, high=high, step=step, **more))


def real(
    default: float, low: float, high: float, *, label: str, help: str, step: float | None = None, **more: Any
) -> Any:
    """A finite number in [low, high]."""
    return _field(default, Spec("real", label, help, low=low, high=high, step=step, **more))


def choice(default: Any, options: Mapping[Any, str], *, label: str, help: str, **more: Any) -> Any:
    """One of the keys of `options`, whose values are what the user reads."""
    return _field(default, Spec("choice", label, help, options=options, **more))


def flag(default: bool, *, label: str, help: str, **more: Any) -> Any:
    """Yes or no."""
    return _field(default, Spec("flag", label, help, **more))


def text(default: str, max_length: int, *, label: str, help: str, pattern: str = "", **more: Any) -> Any:
    """A string of at most `max_length` characters that matches `pattern` as a whole, if one is given."""
    return _field(default, Spec("text", label, help, high=max_length, pattern=pattern, **more))


def several(
    options: Mapping[str, str] | Callable[[Any], Sequence[str]],
    *,
    label: str,
    help: str,
    default: str = "",
    **more: Any,
) -> Any:
    """Names as one line (see `line_of`): keys of `options`, whose values are what the user reads; or out of those that
    the function offers for a dataset.
    """
    of: dict[str, Any] = {"options_of": options} if callable(options) else {"options": options}
    return _field(default, Spec("several", label, help, high=LONGEST_LINE, **of, **more))


def names_in(line: str) -> tuple[str, ...]:
    """The names in a line of comma-separated values.

    >>> names_in('cat, "dog, big"')
    ('cat', 'dog, big')
    """
    cells = next(csv.reader([line], skipinitialspace=True), [])
    return tuple(name for name in map(str.strip, cells) if name)


def line_of(names: Iterable[str]) -> str:
    """The line that `names_in` reads: each name once, in order of the alphabet, so that one choice has one spelling.

    >>> line_of(["dog, big", "cat", "cat"])
    'cat,"dog, big"'
    """
    file = StringIO()
    csv.writer(file, lineterminator="").writerow(sorted(set(names)))
    return file.getvalue()


def nested(default: Any, registry: Callable[[], Mapping[str, type]], *, label: str, help: str) -> Any:
    """Another object of fields, of one of the classes that `registry()` names; a page sets it, no control does.

    The registry is asked for when it is needed: it may hold the very class that has this field.
    """
    return _field(default, Spec("nested", label, help, registry=registry, hidden=True))


def again(owner: type, name: str, default: Any) -> Any:
    """A field of a base class with another default."""
    return _field(default, specs(owner)[name])


def _field(default: Any, spec: Spec) -> Any:
    return dataclasses.field(default=default, metadata={"spec": spec})


def specs(owner: type | object) -> dict[str, Spec]:
    """Field name -> Spec, in order of definition."""
    return {f.name: f.metadata["spec"] for f in dataclasses.fields(owner)}  # type: ignore[arg-type]


class Validated:
    """Base of frozen dataclasses whose fields are all made by the functions above."""

    name: ClassVar[str]
    """Stands for the class in recipes; unique within a registry."""
    version: ClassVar[int] = 1
    """To be raised when the same fields mean something else: a default was changed, or a method mended.

    One more field does not change what was meant before, and leaves it. Subclasses inherit it.
    """

    def __post_init__(self) -> None:
        for field_name, spec in specs(self).items():
            value = getattr(self, field_name)
            check(spec, value)
            if spec.kind == "real":  # 5 and 5.0 are one recipe
                object.__setattr__(self, field_name, float(value))
            if spec.kind == "several":  # so are "8,9" and "9, 8"
                object.__setattr__(self, field_name, line_of(names_in(value)))

    def to_json(self) -> dict[str, Any]:
        """{"name": ..., "version": ..., field: value, ...}, every field named: what is stored; see `from_json`."""
        fields = {field: getattr(self, field) for field in specs(self)}
        nested = {field: value.to_json() for field, value in fields.items() if isinstance(value, Validated)}
        return {"name": self.name, "version": self.version} | fields | nested

    def identity(self) -> dict[str, Any]:
        """What tells it from others: name, version, and the fields that are not at their default.

        So one more field leaves the identity of all that was made before. A nested object is always named: its class
        may get another version while the default stays.
        """
        changed = {field: getattr(self, field) for field in specs(self)}
        changed = {field: value for field, value in changed.items() if value != getattr(type(self), field)}
        nested = {field: getattr(self, field) for field, spec in specs(self).items() if spec.kind == "nested"}
        return {"name": self.name, "version": self.version} | changed | {k: v.identity() for k, v in nested.items()}

    def replace(self, **changes: Any) -> Self:
        """A copy with other values, checked again."""
        return dataclasses.replace(self, **changes)  # type: ignore[type-var]


def check(spec: Spec, value: Any) -> None:
    """Raise InputError unless `value` is what `spec` accepts."""
    if spec.kind in ("integer", "real"):
        _check_number(spec, value)
    elif spec.kind == "choice":
        if not any(value == option and type(value) is type(option) for option in spec.options):
            listed = ", ".join(map(str, spec.options))
            raise InputError(f"{spec.label} must be one of {listed}, not {value!r}.", "E-PAR-03")
    elif spec.kind == "flag":
        if not isinstance(value, bool):
            raise InputError(f"{spec.label} must be true or false, not {value!r}.", "E-PAR-10")
    elif spec.kind == "nested":
        if type(value) not in spec.registry().values():
            raise InputError(
                f"{spec.label} must be one of {', '.join(spec.registry())}, not {value!r:.80}.", "E-PAR-08"
            )
    elif spec.kind == "several" and spec.options and isinstance(value, str):
        for name in names_in(value):
            if name not in spec.options:
                raise InputError(f"{spec.label} are out of {', '.join(spec.options)}, not {name!r:.80}.", "E-PAR-18")
    elif not isinstance(value, str) or len(value) > spec.high or not re.fullmatch(spec.pattern or "(?s:.*)", value):
        raise InputError(f"{spec.label} cannot be {value!r:.80}.", "E-PAR-04")


def _check_number(spec: Spec, value: Any) -> None:
    wanted = (int,) if spec.kind == "integer" else (int, float)
    if isinstance(value, bool) or not isinstance(value, wanted) or not math.isfinite(value):
        sort = "a whole number" if spec.kind == "integer" else "a finite number"
        raise InputError(f"{spec.label} must be {sort}, not {value!r}.", "E-PAR-01")
    if not spec.low <= value <= spec.high:
        raise InputError(f"{spec.label} must be between {spec.low} and {spec.high}, not {value}.", "E-PAR-02")


def from_json(registry: Mapping[str, type], document: Any, outdated: list[str] | None = None) -> Any:
    """The object that `to_json` described; missing fields take their default.

    A document of an older version of its class is read as far as today's class goes, and a sentence about it is added
    to `outdated`. Raises InputError for unknown names, unknown fields, values out of bounds and newer versions.
    """
    name = document.get("name") if isinstance(document, dict) else None
    if not isinstance(name, str) or name not in registry:
        raise InputError(f"Unknown kind {document!r:.80}: made by a newer version, or damaged.", "E-PAR-05")
    cls: Any = registry[name]
    version = document.get("version", 1)
    if not isinstance(version, int) or version > cls.version:
        raise InputError(
            f"{name} is of version {version!r:.20} here, and this app knows it up to version {cls.version}: it was "
            "made by a newer version of the app. Update the app.",
            "E-PAR-07",
        )
    known = specs(cls)
    values = {field: value for field, value in document.items() if field not in ("name", "version")}
    for field, spec in known.items():
        if spec.kind == "nested" and field in values:
            values[field] = from_json(spec.registry(), values[field], outdated)
    if version < cls.version:
        kept = {field: value for field, value in values.items() if field in known and _accepts(known[field], value)}
        if outdated is not None:
            outdated.append(_outdated(cls, version, sorted(values.keys() - kept.keys())))
        return cls(**kept)
    if unknown := sorted(values.keys() - known.keys()):
        raise InputError(f"{name} has no parameter {', '.join(unknown)}.", "E-PAR-06")
    return cls(**values)


def _accepts(spec: Spec, value: Any) -> bool:
    try:
        check(spec, value)
    except InputError:
        return False
    return True


def _outdated(cls: type[Validated], version: int, refused: list[str]) -> str:
    """Sentence about something that was made by an older version of its class."""
    title = getattr(cls, "title", None)
    called = title if isinstance(title, str) else cls.name.replace("_", " ")
    lost = f" No longer possible, and taken as usual: {', '.join(refused)}." if refused else ""
    return f"“{called}” has changed since this was made (version {version}, today {cls.version}).{lost}"
