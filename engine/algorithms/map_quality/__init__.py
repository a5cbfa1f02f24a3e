"""How much of the neighborhoods of points their map shows: exact neighbors and ranks, and what follows from them."""
