"""Tables whose rows are items: what is learned from, what is kept apart, what is filled."""

import numpy as np
import pytest

from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.population import REGIONS, SimulatedPopulation
from engine.datasets.tables.sources import UploadedTable
from engine.errors import InputError
from engine.files import uploads
from engine.learners.rows.row_pca import RowPCA
from tests.conftest import real_data

LETTERS = (
    "id,lat,lon,people,rs1,rs2,rs3,age\n"
    "p1,48.1,11.5,Bavarian,AA,C/T,GG,30\np2,53.5,10.0,Frisian,AG,C/C,GG,41\np3,47.3,8.5,Swiss,GG,--,GG,22\n"
    "p4,41.9,12.5,Roman,AA,T/T,GG,55\np5,41.4,2.1,Catalan,AA,C/T,GG,33\n"
)


def read(data: str | bytes, **layout: object) -> Matrix:
    raw = data.encode() if isinstance(data, str) else data
    return UploadedTable(sha256=uploads.keep(raw, "table.csv").sha256, **layout).load()  # type: ignore[arg-type]


def test_letters_are_counted_and_places_kept_apart() -> None:
    found = read(LETTERS)
    assert found.columns == ("rs1", "rs2", "age") and found.rows == ("p1", "p2", "p3", "p4", "p5")
    assert found.channels[0, :, 0].tolist() == [0, 1, 2, 0, 0]
    np.testing.assert_allclose(found.channels[0, :, 1], [1, 0, 1, 2, 1])  # the missing one as the mean
    assert list(found.attributes) == ["lat", "lon", "people"]
    np.testing.assert_allclose(found.attributes["lat"], [48.1, 53.5, 47.3, 41.9, 41.4])
    said = " ".join(found.notes)
    assert "rarer letter (0, 1, 2): 3" in said and "never vary: 1" in said and "mean of their column: 1" in said


def test_the_user_says_what_is_kept_apart() -> None:
    found = read(LETTERS, apart="Age, lat")
    assert found.columns == ("lon", "rs1", "rs2") and {"age", "lat"} <= set(found.attributes)


def test_columns_can_be_the_items() -> None:
    text = "gene;s1;s2;s3;s4\ng1;0,5;1,5;2;0\ng2;3;1;4;1\ng3;5;9;2;6\n"
    found = read(text, turned=True)
    assert found.rows == ("s1", "s2", "s3", "s4") and found.columns == ("g1", "g2", "g3")
    assert found.channels[0, 0].tolist() == [0.5, 3, 5]


def test_a_table_without_numbers_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        read("a,b\nx,y\nu,v\nw,z\n")
    assert refused.value.code == "E-TAB-01"


def test_a_matrix_with_attributes_comes_back_as_it_was() -> None:
    found = read(LETTERS)
    again = Matrix.unpack(*found.pack())
    assert list(again.attributes) == list(found.attributes) and again.notes == found.notes
    for name, values in found.attributes.items():
        assert again.attributes[name].dtype == values.dtype and np.array_equal(again.attributes[name], values)


def test_a_population_is_what_was_said() -> None:
    found = SimulatedPopulation(n_people=2_000, n_snps=50, slope=0.0).load()
    assert set(np.unique(found.channels)) <= {0, 1, 2} and set(found.attributes["region"]) == set(REGIONS)
    frequency = found.channels[0].mean(axis=0) / 2
    spread = found.channels[0].var(axis=0)
    np.testing.assert_allclose(spread, 2 * frequency * (1 - frequency), rtol=0.2)  # two independent copies


def test_expression_of_cancers_is_read_and_taken_apart() -> None:
    """Ross et al. (2000): 64 cell lines, 6,830 genes; samples in columns."""
    found = read(real_data("nci.data.csv").read_bytes(), turned=True)
    assert found.shape == (64, 6830) and found.rows[:2] == ("s1", "s2")
    share = RowPCA(n_components=2, scaling="standardized").fit(found).arrays["explained_variance_ratio"]
    assert share[:2] == pytest.approx([0.1136, 0.0676], abs=0.0005)  # James et al. (2021), section 12.5.4
