"""Rows 111-125: settings of methods and maps, also by the address and by a saved file."""

from tests.robustness.row import Row

BOUNDS = "engine/learners/test_contract.py::test_fields_describe_themselves_and_refuse_what_is_out_of_bounds"
FIELDS = "engine/test_fields.py::test_"
PAGES = "pages/test_pages.py::test_"
PCA, TSNE, UMAP = (f"engine/projections/test_{name}.py::test_" for name in ("pca", "tsne", "umap"))
CHAOS = "engine/runs/test_chaos.py::test_"

SETTINGS = (
    Row("111", "a million dimensions", "refused with the range; memory is told beside the button",
        (BOUNDS, f"{PAGES}a_value_out_of_bounds")),
    Row("112", "0, negative, 2.5, text, true as a number",
        "refused with field and range, also from a file or the address",
        (BOUNDS, f"{FIELDS}bad_values", f"{PAGES}a_value_out_of_bounds")),
    Row("113", "more dimensions than the rank", "clipped, with a note", (f"{PCA}components_are_clipped",)),
    Row("114", "10^9 epochs, windows, walks", "closed ranges, and no job above 15 minutes",
        (BOUNDS, f"{CHAOS}a_child_that_takes_too_long")),
    Row("115", "a learning rate that is NaN, 10^6, 0 or wild",
        "a finite range; a loss that is not finite ends it, told",
        (BOUNDS, "engine/learners/words/test_skipgram.py::test_a_wild_learning_rate")),
    Row("116", "no negatives at all", "not offered", (f"{BOUNDS}[skipgram", f"{BOUNDS}[cbow")),
    Row("117", "a window of 0", "refused: at least 1", (f"{BOUNDS}[skipgram", f"{BOUNDS}[ppmi_svd", f"{BOUNDS}[glove")),
    Row("118", "perplexity above the number of items", "lowered, which is said", (f"{TSNE}perplexity_is_lowered",)),
    Row("119", "t-SNE and UMAP of 1, 2, 3, 5 items", "a small exact layout, which is said",
        (f"{TSNE}a_handful", f"{UMAP}a_handful")),
    Row("120", "UMAP: more neighbors than items, distances beyond the spread", "clipped or refused, said",
        (f"{UMAP}fewer_items_than_neighbors", f"{BOUNDS}[umap")),
    Row("121", "PCA: more components than there are, constant data", "clipped; refused: nothing differs",
        (f"{PCA}components_are_clipped", f"{PCA}points_that_do_not_differ")),
    Row("122", "more neighbors than other items", "clipped", ("engine/test_neighbors.py::test_k_is_clipped",)),
    Row("123", "a seed below 0, of 2^40, empty", "0 to 2^32 - 1", (BOUNDS,)),
    Row("124", "unknown settings, old and future recipes", "unknown: refused; old: opened or told; newer: refused",
        (f"{FIELDS}json_round_trip", f"{FIELDS}an_older_version", f"{FIELDS}a_newer_version",
         "engine/runs/test_recipe.py::test_")),
    Row("125", "searches and addresses that are HTML, SQL, patterns, paths", "text to look for, and no more",
        (f"{PAGES}hostile_parameters", f"{PAGES}an_address_that_names_no_run",
         "browser/test_own_text.py::test_a_hostile_address")),
)  # fmt: skip
