"""Learners by their name in recipes."""

from engine.learners.base import Learner
from engine.learners.films.biased_factors import BiasedFactors
from engine.learners.films.cowatch import CoWatch
from engine.learners.films.ease import EASE
from engine.learners.films.implicit_als import ImplicitALS
from engine.learners.films.item2vec import Item2Vec
from engine.learners.films.truncated_svd import RatingSVD
from engine.learners.films.two_tower import TwoTower
from engine.learners.films.watch_prediction import WatchPrediction
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.learners.images.variational import VariationalAutoencoder
from engine.learners.nodes.bipartite_towers import BipartiteTowers
from engine.learners.nodes.force_layout import ForceLayout
from engine.learners.nodes.hope import HOPE
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.learners.nodes.netmf import NetMF
from engine.learners.nodes.node2vec import DeepWalk, Node2Vec
from engine.learners.nodes.prone import ProNE
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram

LEARNERS: dict[str, type[Learner]] = {
    cls.name: cls
    for cls in (
        SkipGram,
        PPMISVD,
        DeepWalk,
        Node2Vec,
        NetMF,
        ProNE,
        LaplacianEigenmaps,
        HOPE,
        BipartiteTowers,
        ForceLayout,
        ImagePCA,
        Autoencoder,
        VariationalAutoencoder,
        ConvolutionalClassifier,
        TripletNetwork,
        CoWatch,
        TwoTower,
        EASE,
        ImplicitALS,
        RatingSVD,
        BiasedFactors,
        Item2Vec,
        WatchPrediction,
    )
}
