"""Pick a text: built in, downloaded or uploaded, and see what was understood before training on it."""

import pandas as pd
import streamlit as st

from engine import limits
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.downloaded import TEXTS, DownloadedText
from engine.datasets.text.sources import TextSource, UploadedText
from engine.datasets.text.tokenizer import Tokenization
from engine.datasets.text.toy_world import ToyWorld
from engine.fields import specs
from pages.parts.data import picking
from pages.parts.run import controls, state
from pages.parts.write.plain import plain

UPLOAD = "upload"
TOY = "toy_world"
KINDS = ["txt", "gz", "zip", "csv", "tsv"]
READING = tuple(specs(Tokenization))
"""Fields that say how characters become words: the same for every text."""
LAYOUT = ("layout", "delimiter", "header", "encoding")
"""Fields that say how a file is laid out, which is usually found out."""
COLUMNS = {"text_column": ("Text column", "the longest"), "label_column": ("Label column", "none")}


def pick(key: str) -> tuple[TextSource | None, Corpus | None]:
    """The chosen text, and the corpus once it has been read; None while there is none."""
    downloads = {key: entry.title for key, entry in TEXTS.items()}
    titles = {TOY: "Toy world (built in)"} | downloads | {UPLOAD: "Your own text…"}
    choice = picking.Choice(
        "Text",
        "The toy world is a synthetic text about kings, countries and animals: its analogies have known answers.",
        f"{key}.text",
        titles,
    )
    return picking.pick(
        choice,
        lambda chosen: _source(chosen, key),
        state.corpus,
        lambda source: TEXTS[source.entry] if isinstance(source, DownloadedText) else None,
        lambda corpus, source: _understood(corpus, source, key),
    )


def adopt(source: TextSource, key: str) -> None:
    """Let the picker show a source that a saved run was made from."""
    st.session_state[f"{key}.text"] = (
        UPLOAD if isinstance(source, UploadedText) else source.entry if isinstance(source, DownloadedText) else TOY
    )
    st.session_state[f"{key}.sha256"] = getattr(source, "sha256", "")
    controls.adopt(source, f"{key}.{source.name}")
    if isinstance(source, UploadedText):
        for name in COLUMNS:
            st.session_state[f"{key}.{name}.{source.sha256}"] = getattr(source, name)


def _source(chosen: str, key: str) -> TextSource | None:
    if chosen == UPLOAD:
        return _uploaded(key)
    if chosen == TOY:
        return _with_reading(ToyWorld, key, {})
    return _with_reading(DownloadedText, key, {"entry": chosen})


def _with_reading(cls: type[TextSource], key: str, fixed: dict[str, object]) -> TextSource:
    """The source with its own fields in sight and those of reading folded away."""
    prefix = f"{key}.{cls.name}"
    folded = (*LAYOUT, *READING)
    own = [name for name in specs(cls) if name not in folded and name not in fixed]
    values = controls.values(cls, prefix, own)
    with st.expander("How the text is read", icon=":material/segment:"):
        values |= controls.values(cls, prefix, folded)
    return cls(**values, **fixed)  # type: ignore[arg-type]


def _uploaded(key: str) -> TextSource | None:
    label = f"Upload .txt, .gz, .zip, .csv or .tsv, up to {limits.UPLOAD_BYTES // limits.MB} MB"
    sha256 = picking.upload(f"{key}.sha256", label, KINDS)
    if not sha256:
        st.caption(
            "A file of your own: one text, a zip of texts, or a table with a column of texts. It stays on this machine."
        )
        return None
    return _with_reading(UploadedText, key, {"sha256": sha256, **_columns(key, sha256)})


def _columns(key: str, sha256: str) -> dict[str, str]:
    """Which columns of a table hold the texts and their labels; nothing is asked about a text."""
    known: list[str] = st.session_state.get(f"{key}.columns.{sha256}", [])
    chosen = {}
    for name, (label, usual) in COLUMNS.items():
        widget = f"{key}.{name}.{sha256}"
        chosen[name] = st.session_state.get(widget, "")
        if known:
            titles = {"": usual} | {column: column for column in known}
            chosen[name] = st.selectbox(
                label, list(titles), format_func=titles.__getitem__, key=widget, persist_state="session"
            )
    return chosen


def _note_columns(corpus: Corpus, source: TextSource, key: str) -> None:
    """Once a table has been read its columns are known: ask for them from then on."""
    columns = (corpus.details or {}).get("columns")
    if isinstance(source, UploadedText) and columns and f"{key}.columns.{source.sha256}" not in st.session_state:
        st.session_state[f"{key}.columns.{source.sha256}"] = list(columns)
        st.rerun()


def _understood(corpus: Corpus, source: TextSource, key: str) -> None:
    """What was understood of the text."""
    _note_columns(corpus, source, key)
    st.caption(
        f"**{corpus.n_tokens:,}** words of text, **{corpus.n_words:,}** different, in {corpus.n_sentences:,} "
        f"{'sentences' if source.boundary == 'sentences' else 'lines'}"
    )
    with st.expander("What was understood", icon=":material/fact_check:", expanded=source.uploaded):
        for note in corpus.notes:
            st.caption(f":material/info: {plain(note)}")
        details = {name: value for name, value in (corpus.details or {}).items() if isinstance(value, str | int)}
        st.caption(plain(" · ".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in details.items())))
        top = min(30, corpus.n_words)
        st.dataframe(
            pd.DataFrame({"Word": corpus.words[:top], "Count": corpus.counts[:top]}), hide_index=True, height=180
        )
        reach = [(n, corpus.vocabulary_at(n)) for n in (1, 2, 5, 10, 20)]
        st.caption(" · ".join(f"{words:,} words occur {n}+ times" for n, words in reach if words))


def _shown(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
