"""Images: from principal components to autoencoders, trained on digits, garments, faces or pictures of your own."""

from engine import openings
from pages.images import (
    adversarial,
    group_pixels,
    how_it_works,
    latent_space,
    nearest,
    reconstructions,
    scores,
    training,
    watched,
)
from pages.images.inside_cnn import tab as inside_cnn
from pages.images.picker import PICKER
from pages.images.rank_k import tab as rank_k
from pages.images.uses import tab as uses
from pages.parts.domain import Domain, Tab
from pages.parts.tabs import clusters, export, new_items
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true

IMAGES = Domain(
    name="images",
    title="Images",
    icon="image",
    item="image",
    items="images",
    picker=PICKER,
    default=openings.IMAGES,
    tabs=(
        Tab("Nearest", nearest.show),
        clusters.tab(group_pixels.show),
        Tab("Reconstructions", reconstructions.show),
        Tab("Rank k", rank_k.show),
        Tab("Latent space", latent_space.show),
        Tab("Uses", uses.show),
        Tab("Inside the CNN", inside_cnn.show),
        Tab("Adversarial", adversarial.show),
        Tab("Scores", scores.show),
        Tab("How it works", how_it_works.show),
        Tab("How true?", how_true.show),
        Tab("New items", new_items.show),
        Tab("Training", training.show),
        Tab("Export", export.show),
        *compare.TABS,
    ),
    about="A picture is a row of pixels, and a row of pixels can be told in fewer numbers. This map shows "
    "handwritten digits by the 16 numbers that keep most of them. **Point at** a digit to see it, **click** "
    "it to see which others are written alike.",
    link="digits, faces, your own",
    question="How many numbers does a digit need before you can read it? Move the rank k.",
    missing="This run holds no codes of images; open it under Runs.",
    live=watched.live,
    distinguishes=group_pixels.show,
)
