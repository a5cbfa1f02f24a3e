"""What can be downloaded: from where, how large, under which licence, and the checksum that it must have."""

from dataclasses import dataclass
from typing import Literal

HOSTS = frozenset(
    {
        "data.deepai.org",
        "files.grouplens.org",
        "mattmahoney.net",
        "ossci-datasets.s3.amazonaws.com",
        "raw.githubusercontent.com",
        "storage.googleapis.com",
        "www.mattmahoney.net",
    }
)
"""Nothing is fetched from anywhere else, redirects included."""


@dataclass(frozen=True)
class File:
    """One file. urls: the official address first, then mirrors; size in bytes; sha256 in hex.

    content_sha256: of a gzip file what it unpacks to, where others have packed the same content anew; "" if none has.
    """

    name: str
    urls: tuple[str, ...]
    size: int
    sha256: str
    content_sha256: str = ""


@dataclass(frozen=True)
class Entry:
    """One set of files. about: what it is, in a sentence; licence: as its makers state it."""

    key: str
    kind: Literal["text", "documents", "analogies", "word_pairs", "images", "graph", "ratings", "languages"]
    title: str
    about: str
    licence: str
    files: tuple[File, ...]
    unpacked: tuple[File, ...] = ()
    """What an archive among the files holds: where all of these are on disk, nothing is downloaded."""

    @property
    def size(self) -> int:
        """Bytes to download."""
        return sum(file.size for file in self.files)


_GITHUB = "https://raw.githubusercontent.com"
_WORD_PAIRS = f"{_GITHUB}/mfaruqui/eval-word-vectors/94b3dd9fdbac7ed08dbee7179cd5ee464acf0594/data/word-sim"
_OPENNE = f"{_GITHUB}/thunlp/OpenNE/7b86f4ca25fca3f441f593335fa57dc7dffb3b29/data"
_EMAIL = f"{_GITHUB}/paragk-10/Social-Network-Analysis/ebbdf2303818b991035e2182cddd83a31fd2925b"
_AIRPORTS = f"{_GITHUB}/leoribeiro/struc2vec/77b4cc63e79a37b1496f340c7772d932038417ec/graph"
_MULTI30K = f"{_GITHUB}/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw"
_DICTIONARIES = f"{_GITHUB}/coezbek/hunalign-dict-muse/0950a115b315cab94a16b65c4e80df630c7058b3/dict"
_GENSIM = f"{_GITHUB}/piskvorky/gensim/37f90ec121eb7cd401448a947e80953e0c53ccdc/gensim/test/test_data"


def _idx_files(
    mirrors: tuple[str, ...],
    sizes_and_checksums: tuple[tuple[int, str], ...],
    contents: tuple[str, ...] = ("", "", "", ""),
) -> tuple[File, ...]:
    """The four files of a set laid out as MNIST: images and labels, for training and for testing."""
    names = (
        "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
        "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz",
    )  # fmt: skip
    return tuple(
        File(name, tuple(f"{mirror}/{name}" for mirror in mirrors), size, sha256, content)
        for name, (size, sha256), content in zip(names, sizes_and_checksums, contents, strict=True)
    )


_ENGLISH = File(
    "train.en.gz", (f"{_MULTI30K}/train.en.gz",), 568_929,
    "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f",
)  # fmt: skip


def _parallel(
    code: str, language: str, text: tuple[int, str], dictionary: tuple[int, str], table: tuple[int, str]
) -> Entry:
    """Captions in English and in another language, and a dictionary. Of files: their size and checksum.

    table: the dictionary as MUSE has it, source and target with a tab between them.
    """
    other = File(f"train.{code}.gz", (f"{_MULTI30K}/train.{code}.gz",), *text)
    return Entry(
        f"multi30k_{code}",
        "languages",
        f"Captions in English and {language} (Multi30k)",
        "29,000 captions of photographs and their translations (Elliott et al., 2016), and the dictionary of MUSE "
        "(Conneau et al., 2018) to learn from and to test by.",
        "captions: research, non-commercial; dictionary: CC BY-NC 4.0",
        (_ENGLISH, other, File(f"en-{code}.dict", (f"{_DICTIONARIES}/en-{code}.dict",), *dictionary)),
        (_ENGLISH, other, File(f"en-{code}.tsv", (), *table)),
    )


_ENTRIES = (
    Entry(
        "tiny_shakespeare",
        "text",
        "Tiny Shakespeare",
        "40,000 lines of Shakespeare's plays, 200,000 words: small enough to train in seconds.",
        "public domain",
        (
            File(
                "input.txt",
                (
                    f"{_GITHUB}/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",
                    f"{_GITHUB}/pytorch/examples/77f55b912142e11fcfdf5b530231fb9c52f181e8"
                    "/distributed/minGPT-ddp/mingpt/data/input.txt",
                ),
                1_115_394,
                "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            ),
        ),
    ),
    Entry(
        "review_sentences",
        "documents",
        "Sentences of film reviews",
        "10,662 sentences of film reviews, half of them positive, half negative (Pang and Lee, 2005).",
        "CC BY 4.0",
        (
            File(
                "sentence_polarity.zip",
                (
                    f"{_GITHUB}/nltk/nltk_data/5db857e6f7df11eabb5e5665836db9ec8df07e28"
                    "/packages/corpora/sentence_polarity.zip",
                ),
                490_256,
                "6e1ed4405b65c7eabf1d199a7f7c437091ac21da0ea7467b410a74062574566b",
            ),
        ),
    ),
    Entry(
        "ag_news",
        "documents",
        "AG News, test part",
        "7,600 beginnings of news articles of four sections: world, sports, business, science and technology (Zhang, "
        "Zhao and LeCun, 2015).",
        "research and other non-commercial activity",
        (
            File(
                "test.csv",
                (
                    f"{_GITHUB}/mhjabreel/CharCnn_Keras/555590db4219b1243abb1918effd6a7425a2d75f"
                    "/data/ag_news_csv/test.csv",
                ),
                1_857_427,
                "521465c2428ed7f02f8d6db6ffdd4b5447c1c701962353eb2c40d548c3c85699",
            ),
        ),
    ),
    Entry(
        "text8",
        "text",
        "text8",
        "The first 100 million letters of the English Wikipedia of 2006, 17 million words without punctuation.",
        "Wikipedia text: CC BY-SA",
        (
            File(
                "text8.zip",
                (
                    "https://mattmahoney.net/dc/text8.zip",
                    "https://www.mattmahoney.net/dc/text8.zip",
                    "https://data.deepai.org/text8.zip",
                ),
                31_344_016,
                "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232",
            ),
        ),
    ),
    Entry(
        "multi30k_en",
        "text",
        "Captions of photographs (Multi30k)",
        "29,000 English captions of photographs, 345,000 words (Elliott et al., 2016): who does what, where, and in "
        "what clothes.",
        "research, non-commercial",
        (_ENGLISH,),
    ),
    Entry(
        "google_analogies",
        "analogies",
        "Google analogies",
        "19,544 analogy questions in 14 sections (Mikolov et al. 2013).",
        "Apache-2.0",
        (
            File(
                "questions-words.txt",
                (
                    f"{_GITHUB}/tmikolov/word2vec/master/questions-words.txt",
                    f"{_GENSIM}/questions-words.txt",
                ),
                603_955,
                "8c29b3332afc46f3fb8be04cb5297bf96f39aa7131272dff57869b4485b22a36",
            ),
        ),
    ),
    Entry(
        "men",
        "word_pairs",
        "MEN",
        "3,000 word pairs, relatedness from 0 to 50 as people see it (Bruni, Tran, Baroni 2014).",
        "CC BY 2.0",
        (
            File(
                "EN-MEN-TR-3k.txt",
                (f"{_WORD_PAIRS}/EN-MEN-TR-3k.txt",),
                53_593,
                "888b13580faa362c7b11da0a670258cf1b1eb4bf0ecbcd418918729a3bd3f43a",
            ),
        ),
    ),
    Entry(
        "wordsim353",
        "word_pairs",
        "WordSim-353",
        "353 word pairs, relatedness from 0 to 10 as people see it (Finkelstein et al. 2002).",
        "CC BY 4.0",
        (
            File(
                "wordsim353.tsv",
                (f"{_GENSIM}/wordsim353.tsv",),
                7_186,
                "f92a022fc2537793a15bc3a8c162ebcd74990e033a228bb6388cb71e4c0b1e1d",
            ),
        ),
    ),
    Entry(
        "simlex999",
        "word_pairs",
        "SimLex-999",
        "999 word pairs, similarity from 0 to 10 and not mere relatedness, as people see it (Hill, Reichart, Korhonen "
        "2015).",
        "free for research",
        (
            File(
                "simlex999.txt",
                (f"{_GENSIM}/simlex999.txt",),
                18_126,
                "d5e0501971478a511430ee880bd0121e94ac701ba86d90544d83e6d2ba3db05d",
            ),
        ),
    ),
    Entry(
        "mnist",
        "images",
        "MNIST",
        "70,000 handwritten digits of 28 x 28 pixels, 10,000 of them for testing (LeCun, Cortes and Burges 1998).",
        "CC BY-SA 3.0",
        _idx_files(
            ("https://ossci-datasets.s3.amazonaws.com/mnist", "https://storage.googleapis.com/cvdf-datasets/mnist"),
            (
                (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
            ),
        ),
    ),
    Entry(
        "fashion_mnist",
        "images",
        "Fashion-MNIST",
        "70,000 garments in ten classes, laid out as MNIST (Xiao, Rasul and Vollgraf 2017).",
        "MIT",
        _idx_files(
            (
                f"{_GITHUB}/zalandoresearch/fashion-mnist/b2617bb6d3ffa2e429640350f613e3291e10b141/data/fashion",
                f"{_GITHUB}/zalandoresearch/fashion-mnist/master/data/fashion",
            ),
            (
                (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
            ),
            (  # Debian's package dataset-fashion-mnist has packed them anew
                "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
            ),
        ),
    ),
    Entry(
        "olivetti_faces",
        "images",
        "Olivetti faces",
        "400 faces of 40 people, 64 x 64 pixels (AT&T Laboratories Cambridge, 1994).",
        "AT&T Laboratories Cambridge: free for research, with credit",
        (
            File(
                "olivettifaces.mat",
                (
                    f"{_GITHUB}/sjgershm/DBM/a30d9abb523aab874a299b8b1aa21e7df2023f60/olivettifaces.mat",
                    f"{_GITHUB}/sjgershm/DBM/master/olivettifaces.mat",
                ),
                1_432_511,
                "b1988d02c72fe5b8ee82b5ef3bb7982eafc74f1e1ff0ae0ade35061ad0af534d",
            ),
        ),
    ),
    Entry(
        "cora",
        "graph",
        "Cora citations",
        "2,708 papers on machine learning in seven fields, 5,278 citations (McCallum et al. 2000).",
        "research use",
        (
            File(
                "cora.npz",
                (f"{_GITHUB}/shchur/gnn-benchmark/1e72912a0810cdf27ae54fd589a3b43358a2b161/data/npz/cora.npz",),
                540_580,
                "068e22d90c3849b4057dfb05851741428992af058efcd4e7ebb4186f3d581de2",
            ),
        ),
    ),
    Entry(
        "email_eu_core",
        "graph",
        "E-mails of an institute",
        "Who wrote to whom among 1,005 people of a European institute, 42 departments (Leskovec et al. 2007).",
        "none stated (SNAP)",
        (
            File(
                "email-Eu-core.txt",
                (f"{_EMAIL}/email-Eu-core.txt",),
                243_837,
                "275afe50e65b7cb3caadaa9e465e89e9b495b0e7b5a75058b29d70708cd73540",
            ),
            File(
                "email-Eu-core-department-labels.txt",
                (f"{_EMAIL}/email-Eu-core-department-labels.txt",),
                8_544,
                "8724324273873bba3b4ba79444d5113bf8122cb76a51d5396b50f80c29b63f35",
            ),
        ),
    ),
    Entry(
        "blogcatalog",
        "graph",
        "BlogCatalog",
        "10,312 bloggers and 333,983 friendships; each blog has one or several of 39 topics (Tang, Liu 2009).",
        "research use",
        (
            File(
                "bc_adjlist.txt",
                (f"{_OPENNE}/blogCatalog/bc_adjlist.txt",),
                3_313_581,
                "fe14302346c100862ef151c7e37f6d4aec3d0287f74a6a3a620933578443f811",
            ),
            File(
                "bc_labels.txt",
                (f"{_OPENNE}/blogCatalog/bc_labels.txt",),
                87_635,
                "ed974a3f85c6c097c69516fff6f672141db4db696f797f136097c40c6eb41c1f",
            ),
        ),
    ),
    Entry(
        "airports_usa",
        "graph",
        "US airports",
        "1,190 airports and their flights, by how busy they are: classes that are roles (Ribeiro et al. 2017).",
        "MIT",
        (
            File(
                "usa-airports.edgelist",
                (f"{_AIRPORTS}/usa-airports.edgelist",),
                163_188,
                "c73fec3eef27ed6d6ef4d8dfa7fd1604b959601a38d399eeaa1f87e8d8d58fc0",
            ),
            File(
                "labels-usa-airports.txt",
                (f"{_AIRPORTS}/labels-usa-airports.txt",),
                9_531,
                "d4062ff3b3a67c3ae72b581bb68228433223e35d6f0b2d41844d197ad3772195",
            ),
        ),
    ),
    Entry(
        "ml_latest_small",
        "ratings",
        "MovieLens latest-small",
        "100,836 ratings of 9,724 films by 610 volunteers, 1996 to 2018 (Harper and Konstan, 2015).",
        "GroupLens terms: research and teaching, with acknowledgment; no commercial use without permission",
        (
            File(
                "ml-latest-small.zip",
                ("https://files.grouplens.org/datasets/movielens/ml-latest-small.zip",),
                978_202,
                "696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436",
            ),
        ),
        (
            File("ratings.csv", (), 2_483_723, "aa289ca83157595d0df6aea1be6a4ded676ddc4385472e8313a8ed9805352646"),
            File("movies.csv", (), 494_431, "5a5f32dd9bb3797b8e728a1b98958789d2b13f294a69fdfbc5727f8a9611aa07"),
        ),
    ),
    Entry(
        "ml_1m",
        "ratings",
        "MovieLens 1M",
        "1,000,209 ratings of 3,706 films by 6,040 volunteers, 2000 to 2003 (Harper and Konstan, 2015).",
        "GroupLens terms: research and teaching, with acknowledgment; no commercial use without permission",
        (
            File(
                "ml-1m.zip",
                ("https://files.grouplens.org/datasets/movielens/ml-1m.zip",),
                5_917_549,
                "a6898adb50b9ca05aa231689da44c217cb524e7ebd39d264c56e2832f2c54e20",
            ),
        ),
    ),
    _parallel(
        "de",
        "German",
        (637_044, "726e39b2fa9eb9ffb6dc763fb35a179f80fae06ffc5d28b6ace5faa883de28a6"),
        (1_945_993, "e5921b2d96a8fad3141d29f71ce41a7f4508f68345581b16c004bf13e4268aba"),
        (1_742_131, "82452cd1441e878f61663b0823592a00d80f3b27b91cf2276a12e3f7d4e0d514"),
    ),
    _parallel(
        "fr",
        "French",
        (604_242, "622e75069e9f4c577425c4f277116ce66e63a2401c0a2312d90073cb12379a3c"),
        (2_084_331, "aa54c1c4ef68c122ca03e162f1ec270c99cdae7905973555a33a96212011cfb0"),
        (1_857_759, "152028d9130fb4204d5521f9e2a7b9ba4cef68273f8d25dc6afdaf356b225273"),
    ),
)

CATALOGUE: dict[str, Entry] = {entry.key: entry for entry in _ENTRIES}
