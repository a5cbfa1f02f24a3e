"""What the user says of a file of ratings and of its item table; all of it is found out unless it is said."""

from dataclasses import dataclass

from engine import limits
from engine.datasets.workbook import Workbook
from engine.fields import choice, text
from engine.files import encodings, tables

DOUBLE_COLON = "::"


@dataclass(frozen=True)
class RatingLayout(Workbook):
    """How to read a file of ratings, as far as the user says it."""

    layout: str = choice(
        "auto",
        {
            "auto": "Found out",
            "table": "A rating in each row",
            "wide": "A user in each row, an item in each column",
            "baskets": "A basket of items in each line",
            "user_items": "A user and then their items in each line",
            "blocks": "Blocks of ratings under the name of an item",
        },
        label="Layout",
        help="A table names user and item in each row; a basket lists all the items of one user in one line.",
    )
    user_column: str = text(
        "", limits.LABEL_LENGTH, label="User column", help="The column that says who rated; empty to find it out."
    )
    item_column: str = text(
        "", limits.LABEL_LENGTH, label="Item column", help="The column that says what was rated; empty to find it out."
    )
    rating_column: str = text(
        "", limits.LABEL_LENGTH, label="Rating column",
        help="The column of ratings; empty to find it out, a single minus sign if there is none to be used.",
    )  # fmt: skip
    time_column: str = text(
        "", limits.LABEL_LENGTH, label="Time column", help="The column that says when; empty to find it out.",
        advanced=True,
    )  # fmt: skip
    search_column: str = text(
        "", limits.LABEL_LENGTH, label="Search column", advanced=True,
        help="A column of what the viewer had searched for, in words; empty to find it out, a minus sign for none.",
    )  # fmt: skip
    unrated_mark: str = choice(
        "auto",
        {"auto": "Found out", "none": "No number", "0": "0", "-1": "-1", "99": "99"},
        label="“Not rated” is written as",
        help="A number among the ratings that is none: -1 where something was watched and not rated, 0 or 99 in tables "
        "with a column for each item. Empty fields are never ratings.",
        advanced=True,
    )
    unrated: str = choice(
        "omit",
        {"omit": "Leave out", "seen": "Count as watched, and use no ratings"},
        label="What is not rated",
        help="Whether pairs with that number are left out, or tell, with all others, only who had what.",
        advanced=True,
    )
    amounts: str = choice(
        "as_is",
        {"as_is": "As they are", "log": "By their logarithm", "watched": "Who had what alone"},
        label="Counts",
        help="How to use ratings that are counts, as of plays: a few are so large that means and factors follow them "
        "alone. The logarithm is that of one more than the count.",
        advanced=True,
    )
    delimiter: str = choice(
        "", {"": "Found out", **tables.DELIMITERS, DOUBLE_COLON: "Two colons"}, label="Delimiter",
        help="What stands between the fields.", advanced=True,
    )  # fmt: skip
    header: str = choice(
        "auto", {"auto": "Found out", "yes": "Yes", "no": "No"}, label="First row is a header",
        help="Whether the first row names the columns.", advanced=True,
    )  # fmt: skip
    encoding: str = choice(
        "auto", encodings.ENCODINGS, label="Encoding", help="Change it if titles look wrong in the preview.",
        advanced=True,
    )  # fmt: skip
    key_column: str = text(
        "", limits.LABEL_LENGTH, label="Identifier in the item table", advanced=True,
        help="The column of the item table that holds the items as the ratings name them; empty to find it out.",
    )  # fmt: skip
    title_column: str = text(
        "", limits.LABEL_LENGTH, label="Title in the item table", advanced=True,
        help="The column of the item table with titles; empty to find it out, a minus sign for none.",
    )  # fmt: skip
    categories_column: str = text(
        "", limits.LABEL_LENGTH, label="Categories in the item table", advanced=True,
        help="The column of the item table with genres or tags; empty to find it out, a minus sign for none.",
    )  # fmt: skip
    year_column: str = text(
        "", limits.LABEL_LENGTH, label="Year in the item table", advanced=True,
        help="The column of the item table with years; empty to find it out, a minus sign for none.",
    )  # fmt: skip

    @property
    def has_header(self) -> bool | None:
        """Whether the user says that the first row names the columns; None to find it out."""
        return {"auto": None, "yes": True, "no": False}[self.header]
