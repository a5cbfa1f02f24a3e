"""What datasets that are made of the app's own Python libraries have in common: which libraries, and which versions."""

from engine.errors import InputError
from engine.fields import Validated, line_of, names_in, several, text
from engine.files import libraries as installed

USUAL = ("networkx", "numpy", "scikit-learn", "scipy")


class Installed(Validated):
    """Base of sources whose fields are `libraries` and `digest`, made by the functions below."""

    libraries: str
    digest: str

    def __post_init__(self) -> None:
        if self.libraries and not self.digest:
            object.__setattr__(self, "digest", installed.digest_of(self.names))
        super().__post_init__()
        if not self.names:
            raise InputError("Choose at least one library.", "E-LIB-01")

    @property
    def names(self) -> tuple[str, ...]:
        """The libraries, in order of the alphabet."""
        return names_in(self.libraries)

    def named(self) -> str:
        """The first libraries by name."""
        return f"{', '.join(self.names[:4])}{' …' if len(self.names) > 4 else ''}"

    def require(self) -> None:
        """Raise InputError unless what is installed is what this reference was made for."""
        for name in self.names:
            if not installed.source_files(name):
                raise InputError(f"{name} is not installed here. Choose other libraries.", "E-LIB-02")
        if self.digest != installed.digest_of(self.names):
            raise InputError(
                f"Other versions of {', '.join(self.names)} are installed here than those that this was made from, and "
                "they say other things. Choose the libraries anew to read those that are here.",
                "E-LIB-03",
            )


def libraries_field(help: str) -> str:
    """The field `libraries`."""
    return several({name: name for name in installed.LIBRARIES}, default=line_of(USUAL), label="Libraries", help=help)


def digest_field() -> str:
    """The field `digest`: the source files by their content, so that a run keeps what it was made from."""
    return text("", 64, label="Versions", help="The source files by content.", pattern="([0-9a-f]{64})?", hidden=True)
