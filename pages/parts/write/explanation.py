"""An explanation of a method, drawn: title, formulas, table, caption."""

import pandas as pd
import streamlit as st

from engine.figures import moves
from engine.insight.explanation import Explanation
from pages.parts.write.plain import plain

NUMBERS = st.column_config.NumberColumn(format="%.4f")


def show(explanation: Explanation, key: str) -> None:
    """Draw it; `key` tells its table from those of other explanations."""
    lead = f": {explanation.lead}" if explanation.lead else ""
    st.markdown(f"**{explanation.title}**{lead}")
    for formula in explanation.formulas:
        st.latex(formula)
    if explanation.table:
        table = pd.DataFrame(dict(explanation.table), index=list(explanation.rows) or None)
        real = [column for column in table.columns if table[column].dtype.kind == "f"]
        st.dataframe(
            table, hide_index=not explanation.rows, column_config=dict.fromkeys(real, NUMBERS), key=f"{key}.table"
        )
    if explanation.moves is not None:
        st.plotly_chart(moves.step(explanation.moves), key=f"{key}.moves")
        st.caption(
            f"The same step on the plane in which it happens: further right is a larger inner product. The arrows are "
            f"drawn {explanation.moves.times:,.0f} times as long as the step."
        )
    if explanation.caption:
        st.caption(plain(explanation.caption))
