"""Graphs: turn the nodes of a network into vectors, see them beside the drawing, and watch the walks."""

from engine import openings
from engine.evaluation.nodes.bias_effect import BiasEffect
from engine.evaluation.nodes.edge_recall import EdgeRecall
from engine.evaluation.nodes.link_prediction import LinkPrediction
from pages.graphs import (
    drawing,
    group_neighbors,
    how_it_works,
    opened_tests,
    p_and_q,
    recommend,
    statistics,
    tasks,
    walk_matrix,
    walks,
    why_close,
)
from pages.graphs.experiments import EXPERIMENTS
from pages.graphs.graph_data import graph_of, watch_drawing
from pages.graphs.picker import PICKER
from pages.parts.domain import Domain, Tab
from pages.parts.explore.explorer import Companion
from pages.parts.tabs import clusters, export, training
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true

GRAPHS = Domain(
    name="graphs",
    title="Graphs",
    icon="hub",
    item="node",
    items="nodes",
    picker=PICKER,
    default=openings.GRAPHS,
    tabs=(
        Tab("Recommend", recommend.show, lambda view: len(graph_of(view).sides) > 0),
        Tab("Why close?", why_close.show),
        clusters.tab(group_neighbors.show),
        Tab("Statistics", statistics.show),
        Tab("Walks", walks.show),
        Tab("Walks = matrix", walk_matrix.show),
        Tab("Tasks", tasks.show),
        Tab("p and q", p_and_q.show),
        Tab("How it works", how_it_works.show),
        Tab("How true?", how_true.show),
        Tab("Training", training.show),
        Tab("Export", export.show),
        *compare.TABS,
    ),
    about="A node is known by the walks that pass it. In Zachary's karate club two leaders fell out and the club "
    "split; this map was made from random walks over the friendships alone, and yet the two sides lie apart. "
    "**Click a point** to see who is nearest.",
    link="your own edge list",
    question="Who stands between the two sides of the club, and which side would a walk from there see?",
    first_item="Mr. Hi",
    missing="This run holds no node vectors; train a method on its graph to see it here.",
    vectors="Two vectors for each node: as itself, and as a neighbor of others.",
    experiments=EXPERIMENTS,
    live=walk_matrix.live,
    before=watch_drawing,
    companion=Companion(drawing.follow, drawing.draw),
    distinguishes=group_neighbors.show,
    tests={
        LinkPrediction: opened_tests.hidden_edges,
        EdgeRecall: opened_tests.hidden_edges,
        BiasEffect: opened_tests.bias_effect,
    },
)
