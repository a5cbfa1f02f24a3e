"""Learners by their name in recipes."""

from engine.learners.base import Learner
from engine.learners.image_pca import ImagePCA
from engine.learners.ppmi_svd import PPMISVD
from engine.learners.skipgram import SkipGram

LEARNERS: dict[str, type[Learner]] = {cls.name: cls for cls in (SkipGram, PPMISVD, ImagePCA)}
