"""What to read on from the lessons: the papers of methods of the app, and some on what is told beside them."""

from typing import NamedTuple

from engine.papers import Paper


class Theme(NamedTuple):
    """lesson: its number. methods: names of those whose papers belong to it; beside: papers of no method."""

    lesson: int
    title: str
    methods: tuple[str, ...]
    beside: tuple[Paper, ...] = ()


THEMES = (
    Theme(2, "SVD as an embedder", ("lsa",), (
        Paper("Eckart and Young", 1936, "The approximation of one matrix by another of lower rank",
              "doi:10.1007/BF02288367"),
    )),
    Theme(4, "Word vectors by prediction, alone and in sentences",
          ("cbow", "skipgram", "fasttext", "validity", "masked_transformer", "bilstm")),
    Theme(5, "Co-occurrence", ("ppmi_svd", "glove"), (
        Paper("Levy and Goldberg", 2014, "Neural word embedding as implicit matrix factorization",
              "neurips:2014/hash/feab05aa91085b7a8012516bc3533958"),
    )),
    Theme(6, "Autoencoders and PCA", ("pca", "autoencoder", "vae")),
    Theme(7, "Vectors for a task", ("cowatch", "watch_prediction")),
    Theme(8, "Two towers, triplets", ("two_tower", "triplet")),
    Theme(9, "Convolution and generalization", ("cnn",), (
        Paper("Goodfellow, Shlens and Szegedy", 2015, "Explaining and harnessing adversarial examples",
              "arXiv:1412.6572"),
        Paper("Belkin et al.", 2019, "Reconciling modern machine-learning practice and the classical bias-variance "
              "trade-off", "arXiv:1812.11118"),
    )),
    Theme(10, "Maps", ("stress_mds", "tsne", "umap"), (
        Paper("Wattenberg, Viégas and Johnson", 2016, "How to use t-SNE effectively", "doi:10.23915/distill.00002"),
    )),
    Theme(11, "Graphs", ("deepwalk", "node2vec", "netmf")),
    Theme(12, "Genes and faces", ("row_pca", "image_pca")),
    Theme(13, "Tags, names, parsing, translation, transfer",
          ("aligned_words", "contrastive_towers", "word_space", "pretraining"), (
        Paper("Lample et al.", 2016, "Neural architectures for named entity recognition", "arXiv:1603.01360"),
        Paper("Chen and Manning", 2014, "A fast and accurate dependency parser using neural networks",
              "doi:10.3115/v1/D14-1082"),
    )),
)  # fmt: skip
"""In the order of the lessons."""
