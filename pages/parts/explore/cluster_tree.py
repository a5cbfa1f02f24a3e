"""The tree of clusters beside the map, from few to many: a click lights one up and brings it into view."""

from collections.abc import Mapping

import streamlit as st

from pages.parts.assets import ROOT, loader
from pages.parts.explore import clusters
from pages.parts.explore.clusters import ShownClusters
from pages.parts.explore.view import View

HEIGHT = 300
"""Pixels; the drawing is a little lower (tree.css)."""
MOST = 400
"""Clusters of the tree; finer layers beyond them are left out."""
_FOLDER = ROOT / "assets" / "tree"


def show(view: View) -> None:
    """Draw it, if clusters are shown."""
    shown = clusters.of(view)
    if shown is None:
        return
    columns = shown.layers.middles.metadata
    palettes = [clusters.palette_of(shown.run_id, layer, shown.layers) for layer in range(_drawn(shown))]
    n_drawn = sum(len(palette) for palette in palettes)
    chosen = -1 if shown.chosen is None else int(shown.places[shown.chosen])
    key = view.key("cluster_tree")
    _tree(
        key=key,
        data={
            "layers": len(palettes),
            "layer": shown.layer,
            "chosen": chosen,
            "label": "Tree of clusters, from few to many",
            "clusters": [
                {
                    "layer": int(columns["layer"][place]),
                    "parent": int(columns["parent"][place]),
                    "size": int(columns["size"][place]),
                    "name": shown.name(place),
                    "color": palettes[int(columns["layer"][place])][int(columns["number"][place])],
                    "told": f"{int(columns['size'][place]):,} {view.items}",
                }
                for place in range(n_drawn)
            ],
        },
        height=HEIGHT,
        on_cluster_change=lambda: _take(view, key),
    )


def _drawn(shown: ShownClusters) -> int:
    """How many layers the tree has: at least up to the one that is shown."""
    total, layers = 0, 0
    for layer in range(shown.layers.n_layers):
        total += len(shown.layers.of_layer(layer))
        if total > MOST and layer > shown.layer:
            break
        layers += 1
    return layers


def _take(view: View, key: str) -> None:
    """Choose the cluster that was clicked, and show its layer; what a browser sends is checked."""
    sent = st.session_state.get(key)
    event = sent.get("cluster") if isinstance(sent, Mapping) else None
    place = event.get("place") if isinstance(event, Mapping) else None
    shown = clusters.of(view)
    if shown is None or not isinstance(place, int) or isinstance(place, bool):
        return
    columns = shown.layers.middles.metadata
    if 0 <= place < len(columns["layer"]):
        view.page.clusters = shown.told(layer=int(columns["layer"][place]), chosen=int(columns["number"][place]))
    else:
        view.page.clusters = shown.told(chosen=None)


_tree = st.components.v2.component(
    "cluster_tree",
    html="<div class='tree'></div>",
    css=(_FOLDER / "tree.css").read_text(encoding="utf-8"),
    js=loader("tree/tree.js"),
)
