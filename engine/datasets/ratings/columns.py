"""Which columns of a table hold users, items, ratings, times and searches: by headings, and by what stands in them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.datasets.ratings.layout import RatingLayout
from engine.files import roles, tables
from engine.files.roles import NONE, Column, Role
from engine.files.tables import Table

_USER = """user userid uid viewer viewerid customer customerid member memberid reviewer reviewerid person account
 profileid author authorid visitor visitorid nutzer nutzerid benutzer benutzerid kunde kundeid kundennummer leser
 utilisateur utilisateurid client clientid lecteur usager session sessionid basket basketid order orderid invoice
 invoiceno transaction transactionid"""
_ITEM = """item itemid movie movieid film filmid product productid parentasin title book bookid isbn asin song songid
 track trackid artist artistid sku stockcode show anime animeid game gameid article articleid business businessid
 restaurant restaurantid recipe recipeid course courseid venue venueid hotel hotelid joke jokeid beer beerid url
 artikel artikelnummer artikelid produkt produktid buch buchid titel filmtitel livre titre produit produitid moviename
 movietitle booktitle songtitle trackname artistname"""
_RATING = """rating ratings stars star score grade value vote mark points ratingvalue bookrating userrating overall
 overallrating reviewoverall reviewscore bewertung sterne punkte punktzahl note wertung evaluation avis etoiles plays
 playcount playcounts listens listencount weight count counts frequency"""
_TIME = """timestamp time date datetime when created createdat unixtime unixreviewtime reviewtime ratedat eventtime
 reviewdate datum zeit zeitpunkt zeitstempel heure horodatage"""
_SEARCH = "search searches searchterm searchterms searched query queries searchquery suche suchbegriff recherche"

ROLES = {
    "user": Role("User", tuple(_USER.split()), needed=True),
    "item": Role("Item", tuple(_ITEM.split()), needed=True),
    "rating": Role("Rating", tuple(_RATING.split())),
    "time": Role("Time", tuple(_TIME.split())),
    "search": Role("Search", tuple(_SEARCH.split())),
}
_SURE = frozenset(_RATING.split()[:5]) | {"ratingvalue", "bookrating", "userrating", "bewertung"}
"""Headings of ratings whatever stands below; under the others there are ratings only if they are numbers."""
_MOST_GRADES = 21
_FEWEST = 5
_MOST_UNNAMED = 4
"""Columns without headings whose order says enough: user, item, rating, time."""
_TYPES = (":token", ":token_seq", ":float", ":float_seq")


def knows(names: Iterable[str], *wanted: str) -> bool:
    """Whether headings that we know for all the wanted roles are among the names."""
    plain = {roles.plain_name(name) for name in names}
    return all(plain & set(ROLES[role].headings) for role in wanted)


def asked_of(layout: RatingLayout) -> dict[str, str]:
    """Role -> column, as the user says it; "" where nothing is said."""
    return {role: getattr(layout, f"{role}_column") for role in ROLES}


def table_of(sample: str, *, complete: bool, delimiter: str, header: bool | None, blanks: bool = True) -> Table:
    """The table that begins with `sample`; in telling whether it has a header, headings that we know count.

    Headings of RecBole's atomic files lose their types.
    """
    found = tables.single(sample, complete=complete, delimiter=delimiter, header=header, blanks=blanks)
    if header is None and found.header != _has_header(found):
        found = tables.single(sample, complete=complete, delimiter=delimiter, header=not found.header, blanks=blanks)
    return _without_types(found)


def _has_header(table: Table) -> bool:
    """Whether the first row are headings; fields that stand further down in their columns, too, are none."""
    if not table.header:
        return knows(table.sample[0], "user", "item")
    if knows(table.columns, "user", "item") or all(name.endswith(_TYPES) for name in table.columns):
        return True
    return not any(name in fields for name, fields in zip(table.columns, zip(*table.sample, strict=True), strict=True))


def _without_types(table: Table) -> Table:
    if not table.header or not all(name.endswith(_TYPES) for name in table.columns):
        return table
    return replace(table, columns=tuple(name.rpartition(":")[0] for name in table.columns))


def places_of(table: Table, layout: RatingLayout, notes: list[str]) -> dict[str, int]:
    """Role -> place of its column: user, item and, if there are any, rating, time and searches.

    Raises InputError E-CSV-57 if it is not clear which are users and items, and what `roles.asked_for` raises.
    """
    found = proposed(table, asked_of(layout), notes)
    roles.require(table, ROLES, found)
    unused = [name for place, name in enumerate(table.columns) if place not in found.values()]
    if unused:
        notes.append(f"Columns that are not used: {', '.join(unused)[:200]}.")
    return found


def proposed(table: Table, asked: dict[str, str], notes: list[str]) -> dict[str, int]:
    """Role -> place as far as it is said or can be told; see `places_of`."""
    columns = roles.columns_of(table)
    found = roles.asked_for(table, ROLES, asked)
    named = roles.by_heading(columns, ROLES, asked, found)
    if "rating" in named and "rating" not in found and not _may_be_rating(columns[named["rating"]]):
        del named["rating"]
    if len(named) > len(found) or (table.header and found):
        return _completed(columns, named, asked, notes)
    return _in_order(columns, found, asked, table.header, notes)


def _may_be_rating(column: Column) -> bool:
    return column.plain in _SURE or column.is_numeric


def _free(columns: Sequence[Column], found: dict[str, int]) -> list[Column]:
    """The columns that no role has, without row numbers."""
    return [each for each in columns if each.place not in found.values() and not each.counts_rows]


def _completed(
    columns: Sequence[Column], found: dict[str, int], asked: dict[str, str], notes: list[str]
) -> dict[str, int]:
    """With what the headings do not say and the fields do: the only column that can be items, users, or grades."""
    for role, fits in (("rating", _looks_like_grades), ("item", _may_name), ("user", _may_name)):
        if role in found or asked.get(role) == NONE:
            continue
        fitting = [each for each in _free(columns, found) if fits(each)]
        if len(fitting) == 1:
            found[role] = fitting[0].place
            notes.append(f"The column “{fitting[0].name}” was taken for the {role}, by what stands in it.")
    return found


def _looks_like_grades(column: Column) -> bool:
    """Whether there are numbers on a scale of few values, or on one with fractions."""
    if not column.is_numeric or column.is_time or len(column.given) < _FEWEST:
        return False
    return not column.is_whole or 2 < len(set(column.given)) <= min(_MOST_GRADES, len(column.given) / 2)


def _may_name(column: Column) -> bool:
    return bool(column.given) and not column.is_time and (not column.is_numeric or column.is_whole)


def _in_order(
    columns: Sequence[Column], found: dict[str, int], asked: dict[str, str], header: bool, notes: list[str]
) -> dict[str, int]:
    """Without headings that we know: times and fractions by what they are; else user, item, rating, in this order.

    Of headings that we do not know only two leave nothing open.
    """
    free = [each for each in columns if each.place not in found.values()]
    if len(free) > 2 and free[0].counts_rows:
        free = free[1:]
    if len(free) + len(found) > (2 if header else _MOST_UNNAMED):
        return found
    result = dict(found)
    for role, place in (("time", _time_of(free)), ("rating", _fractions_of(free))):
        if place is not None and role not in result and asked.get(role) != NONE:
            result[role] = place
            free = [each for each in free if each.place != place]
    for role in ("user", "item", "rating", "time"):
        if role in result or asked.get(role) == NONE or not free:
            continue
        if role in ("user", "item") or free[0].is_numeric or free[0].is_time:
            result[role] = free.pop(0).place
    if header:
        told = " and the ".join(
            f"{role} from “{columns[result[role]].name}”" for role in ("user", "item") if role in result
        )
        notes.append(f"The headings do not say what the columns are; taken were, in this order, the {told}.")
    return result


def _time_of(free: Sequence[Column]) -> int | None:
    """The column of times; never one of two, nor one that leaves but a name and grades."""
    for column in reversed(free):
        others = [each for each in free if each is not column]
        if not column.is_time or len(others) < 2:
            continue
        if not column.is_numeric or column is free[-1] or not (len(others) == 2 and _looks_like_grades(others[1])):
            return column.place
    return None


def _fractions_of(free: Sequence[Column]) -> int | None:
    """The only column with fractions: they name nothing, so they are ratings."""
    found = [each.place for each in free if each.is_numeric and not each.is_whole]
    return found[0] if len(found) == 1 and len(free) > 2 else None
