"""Documents: vectors of whole texts, their topics, and search."""

from engine import openings
from engine.evaluation.documents.pretraining import PretrainingTest
from pages.documents import classify, how_it_works, matrix, pretraining, reader, same_thing, search, topics, why_close
from pages.documents.document_data import decomposed
from pages.documents.picker import PICKER
from pages.parts.domain import Domain, Tab, grouped
from pages.parts.tabs import clusters, export, fast_search, training
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true

DOCUMENTS = Domain(
    name="documents",
    title="Documents",
    icon="article",
    item="document",
    items="documents",
    picker=PICKER,
    default=openings.DOCUMENTS,
    tabs=(
        *grouped(
            "Near",
            Tab("Why close?", why_close.show),
            Tab("Search", search.show),
            Tab("A reader", reader.show),
            clusters.tab(),
            Tab("Fast search", fast_search.show),
        ),
        *grouped(
            "Topics",
            Tab("Topics", topics.show, asked=decomposed),
            Tab("Matrix", matrix.show, asked=decomposed),
        ),
        *grouped(
            "Tests",
            Tab("Classification", classify.show),
            Tab("Pre-training pays?", pretraining.show),
            Tab("Same thing?", same_thing.show),
            Tab("How true?", how_true.show),
        ),
        *grouped(
            "Method",
            Tab("How it works", how_it_works.show),
            Tab("Training", training.show),
            Tab("Export", export.show),
        ),
        *compare.TABS,
    ),
    about="A document is known by its words, and two can be near without one in common, where others use the words of "
    "both. These are the docstrings of four Python libraries, placed by what they are about. **Click a point** to read "
    "it beside what is nearest.",
    link="articles, reviews, or any texts of your own",
    question="Search for *curve fitting*: what do the vectors find that has neither word?",
    first_item="scipy.linalg._decomp_svd.svd",
    begins_chosen=True,
    missing="This run holds no vectors of documents; open it under Runs.",
    tests={PretrainingTest: pretraining.opened},
    vectors="Documents, and the terms whose weighted sum each document is.",
)
