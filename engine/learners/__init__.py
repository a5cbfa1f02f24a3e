"""Learners by their name in recipes."""

from engine.learners.autoencoder import Autoencoder, VariationalAutoencoder
from engine.learners.base import Learner
from engine.learners.biased_factors import BiasedFactors
from engine.learners.bipartite_towers import BipartiteTowers
from engine.learners.classifier import ConvolutionalClassifier, TripletNetwork
from engine.learners.cowatch import CoWatch
from engine.learners.ease import EASE
from engine.learners.force_layout import ForceLayout
from engine.learners.hope import HOPE
from engine.learners.image_pca import ImagePCA
from engine.learners.implicit_als import ImplicitALS
from engine.learners.item2vec import Item2Vec
from engine.learners.laplacian import LaplacianEigenmaps
from engine.learners.netmf import NetMF
from engine.learners.node2vec import DeepWalk, Node2Vec
from engine.learners.ppmi_svd import PPMISVD
from engine.learners.prone import ProNE
from engine.learners.rating_svd import RatingSVD
from engine.learners.skipgram import SkipGram
from engine.learners.two_tower import TwoTower
from engine.learners.watch_prediction import WatchPrediction

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
