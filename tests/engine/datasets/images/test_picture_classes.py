"""Where the classes of pictures in an archive stand: folders, tables, names of files."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.images import folders
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.parts import part_of
from tests.conftest import real_data
from tests.engine.datasets.images.written import load, picture, refusal, told, zipped


def pictures(names: list[str]) -> dict[str, bytes]:
    return {name: picture(seed) for seed, name in enumerate(names)}


def by_name(found: ImageSet) -> dict[str, str]:
    return {name: found.class_of(row) for row, name in enumerate(found.names)}


def numbered(*stems: str, n: int = 6, start: int = 0) -> list[str]:
    return [f"{stem}{number}.png" for stem in stems for number in range(start, start + n)]


@pytest.mark.parametrize(
    ("names", "classes"),
    [
        (numbered("cat/", "dog/"), ("cat", "dog")),
        (numbered("set/animals/cat/", "set/animals/dog/"), ("cat", "dog")),
        (numbered("Greek/c1/", "Greek/c2/", "Latin/c1/"), ("Greek/c1", "Greek/c2", "Latin/c1")),
        (numbered("pets/cat/tabby/", "pets/cat/siamese/", "pets/dog/beagle/"), ("beagle", "siamese", "tabby")),
        (numbered("n1/images/", "n2/images/"), ("n1", "n2")),
        ([f"{kind}/{number}/a.png" for kind in ("cat", "dog") for number in range(6)], ("cat", "dog")),
        (numbered("train/", "car/", "bus/"), ("bus", "car", "train")),
        (["1/a.png", *numbered("1/", "2/", "10/")], ("1", "2", "10")),
    ],
)
def test_the_path_that_tells_classes_apart(names: list[str], classes: tuple[str, ...]) -> None:
    found = load(zipped(pictures(names)))
    assert found.class_names == classes and found.has_classes and "Classes: " in told(found)


@pytest.mark.parametrize(
    ("train", "test"),
    [
        ("train/{}/", "test/{}/"), ("{}/train/", "{}/test/"), ("seg_train/seg_train/{}/", "seg_test/seg_test/{}/"),
        ("data/training/{}/images/", "data/validation/{}/images/"), ("train2017/{}/", "val2017/{}/"),
    ],
)  # fmt: skip
def test_folders_of_parts_at_any_level(train: str, test: str) -> None:
    names = numbered(*(train.format(name) for name in ("cat", "dog")), n=8)
    names += numbered(*(test.format(name) for name in ("cat", "dog")), n=3)
    found = load(zipped(pictures(names)))
    assert (found.class_names, found.n_train, found.n_test) == (("cat", "dog"), 16, 6)
    assert ("validation" in told(found)) == ("val" in test)


def test_a_part_without_classes_is_left_out_or_kept() -> None:
    names = [*numbered("train/cat/", "train/dog/"), *numbered("test/", n=9)]
    found = load(zipped(pictures(names)))
    assert (found.n_images, found.class_names) == (12, ("cat", "dog")) and "left out: 9, as test/0.png" in told(found)
    kept = load(zipped(pictures(names)), unlabeled=True)
    assert (kept.n_train, kept.n_test, kept.class_names) == (12, 9, ("cat", "dog"))


def test_how_folders_are_read_can_be_chosen() -> None:
    data = zipped(pictures(numbered("cat/in/", "cat/out/", "dog/in/", "dog/out/")))
    assert load(data).class_names == ("cat/in", "cat/out", "dog/in", "dog/out")
    assert load(data, classes="first").class_names == ("cat", "dog")
    assert load(data, classes="last").class_names == ("in", "out")
    assert load(data, classes="none").class_names == ()


@pytest.mark.parametrize(
    ("names", "classes"),
    [
        (numbered("cat.", "dog."), ("cat", "dog")),
        (numbered("all/great_pyrenees_", "all/Beagle_"), ("Beagle", "great_pyrenees")),
        (
            [f"cat ({number}).png" for number in range(6)] + [f"dog ({number}).png" for number in range(6)],
            ("cat", "dog"),
        ),
        ([f"{number % 3}_{number:04d}.png" for number in range(15)], ("0", "1", "2")),
        ([f"{number:04d}-{number % 3}.png" for number in range(15)], ("0", "1", "2")),
        ([f"{number:04d}_{'abc'[number % 3]}.png" for number in range(15)], ("a", "b", "c")),
        ([f"IMG_{number}.png" for number in range(15)], ()),
        ([f"{'IMG' if number % 2 else 'DSC'}_{number}.png" for number in range(16)], ()),
        ([f"{number}.png" for number in range(15)], ()),
        ([f"{'abcdefghijklmno'[number]}{number}.png" for number in range(15)], ()),
    ],
)
def test_classes_in_names_only_if_they_are_sensible(names: list[str], classes: tuple[str, ...]) -> None:
    found = load(zipped(pictures(names)))
    assert found.class_names == classes
    assert ("No classes were found" in told(found)) == (not classes)
    assert load(zipped(pictures(names)), classes="none").class_names == ()


def test_names_tell_the_class_of_the_training_part_alone() -> None:
    names = [*numbered("train/cat.", "train/dog."), *numbered("test1/", n=9)]
    found = load(zipped(pictures(names)))
    assert (found.n_images, found.class_names) == (12, ("cat", "dog")) and "left out: 9" in told(found)


KINDS = ["cat", "dog", "owl"]
NAMES = numbered("images/", n=30)
TABLES = {
    "labels.csv": "id,label\n" + "".join(f"{n}.png,{KINDS[n % 3]}\n" for n in range(30)),
    "train.csv": "label;file\n" + "".join(f"{KINDS[n % 3]};images/{n}.png\n" for n in range(30)),
    "without endings.csv": "id,breed\n" + "".join(f"{n},{KINDS[n % 3]}\n" for n in reversed(range(30))),
    "with zeros.csv": "id,breed\n" + "".join(f"{n:05d},{KINDS[n % 3]}\n" for n in range(30)),
    "list.txt": "".join(f"./data/images/{n}.png {KINDS[n % 3]}\n" for n in range(30)),
    "tabs.tsv": "".join(f"{n}.png\t{KINDS[n % 3]}\t{n}\t{n * 2}\n" for n in range(30)),
    "hot.csv": "image,cat,dog,owl\n"
    + "".join(f"{n},{','.join(str(float(k == n % 3)) for k in range(3))}\n" for n in range(30)),
    "meta.csv": ",path,age,dx\n" + "".join(f"{n},C:\\x\\{n}.PNG,{n * 3 % 7},{KINDS[n % 3]}\n" for n in range(30)),
}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_in_the_archive_names_pictures_and_classes(table: str) -> None:
    found = load(zipped(pictures(NAMES) | {table: TABLES[table].encode(), "readme.txt": b"My pictures."}))
    assert by_name(found) == {f"images/{n}.png": KINDS[n % 3] for n in range(30)}
    assert table in told(found) and "left out: 1" in told(found)


@pytest.mark.parametrize("table", TABLES)
def test_so_does_a_table_beside_the_archive(table: str) -> None:
    found = load(zipped(pictures(NAMES)), TABLES[table].encode())
    assert by_name(found) == {f"images/{n}.png": KINDS[n % 3] for n in range(30)}


def test_labels_beside_an_archive_that_name_nothing_go_by_the_order_of_names() -> None:
    labels = "".join(f"{KINDS[n % 3]}\n" for n in range(30)).encode()
    found = load(zipped(pictures(sorted(NAMES))), labels)
    assert by_name(found) == {f"images/{n}.png": KINDS[n % 3] for n in range(30)}
    assert "check a few" in told(found)
    assert refusal(zipped(pictures(NAMES)), labels[:-4]).startswith("E-IMG-112")


def test_a_table_fills_the_part_whose_folders_tell_nothing() -> None:
    names = [*numbered("t/train/n0/images/", "t/train/n1/images/"), *numbered("t/val/images/v", n=6)]
    notes = "".join(f"v{n}.png\tn{n % 2}\t0\t{n}\t9\t9\n" for n in range(6))
    found = load(zipped(pictures(names) | {"t/val/val_annotations.txt": notes.encode()}))
    assert (found.class_names, found.n_train, found.n_test) == (("n0", "n1"), 12, 6)
    assert by_name(found)["t/val/images/v3.png"] == "n1" and "another place" in told(found)


def test_a_known_heading_comes_before_folders_and_a_guess_after_them() -> None:
    names = numbered("part_1/", n=15) + numbered("part_2/", n=15, start=15)
    known = "image,dx\n" + "".join(f"{n},{KINDS[n % 3]}\n" for n in range(30))
    assert load(zipped(pictures(names) | {"meta.csv": known.encode()})).class_names == tuple(KINDS)
    guess = "image,width\n" + "".join(f"{n},{8 + n % 2}\n" for n in range(30))
    assert load(zipped(pictures(names) | {"meta.csv": guess.encode()})).class_names == ("part_1", "part_2")


def test_equal_names_in_two_parts_are_told_apart_by_the_name_of_the_table() -> None:
    names = numbered("train/", "test/", n=12)
    rows = "".join(f"{n}.png,{KINDS[n % 3]}\n" for n in range(12))
    found = load(zipped(pictures(names) | {"train_labels.csv": rows.encode()}))
    assert by_name(found) == {f"train/{n}.png": KINDS[n % 3] for n in range(12)}


def test_parts_in_tables() -> None:
    split = "id,label,split\n" + "".join(f"{n},{KINDS[n % 3]},{'train' if n < 20 else 'test'}\n" for n in range(30))
    found = load(zipped(pictures(NAMES) | {"a.csv": split.encode()}))
    assert (found.n_train, found.n_test, found.class_names) == (20, 10, tuple(KINDS))
    lists = {"train.txt": numbered("", n=20), "test.txt": numbered("", n=10, start=20)}
    folders_ = [f"{KINDS[n % 3]}/{n}.png" for n in range(30)]
    found = load(zipped(pictures(folders_) | {name: "\n".join(rows).encode() for name, rows in lists.items()}))
    assert (found.n_train, found.n_test, found.class_names) == (20, 10, tuple(KINDS))


def test_words_of_parts() -> None:
    names = ["train", "Test", "PublicTest", "x_val", "t10k-images", "contest", "latest", "restrained", "trainer"]
    assert [part_of(name) for name in names] == [True, False, False, False, False, None, None, None, None]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=12, max_size=40),
    st.sampled_from(["", "set/", "a/b/"]),
    st.booleans(),
)
def test_paths_of_any_depth_give_the_classes_back(pairs: list[tuple[str, str]], before: str, images: bool) -> None:
    paths = folders.paths([f"{before}{one}/{two}/{'images/' * images}0.png" for one, two in pairs])
    notes: list[str] = []
    found = folders.classes(paths, None, "path", notes)
    ones, twos = {one for one, _ in pairs}, {two for _, two in pairs}
    if len(ones) > 1 and len(twos) > 1:
        assert found == [f"{one}/{two}" for one, two in pairs] or len(set(pairs)) > len(pairs) // 2
    assert np.unique(found).size <= max(1, len(set(pairs)))


@pytest.mark.parametrize(
    ("name", "n", "classes"),
    [("images_zip_omniglot_layout.zip", 54, 9), ("images_zip_tiny_imagenet_layout.zip", 24, 4),
     ("images_zip_with_labels_csv.zip", 20, 10), ("images_zip_class_in_file_name.zip", 20, 2),
     ("images_zip_pgm.zip", 21, 3)],
)  # fmt: skip
def test_the_cases_that_people_had(name: str, n: int, classes: int) -> None:
    found = load(real_data(name).read_bytes())
    assert (found.n_images, len(found.class_names), found.has_classes) == (n, classes, True)
