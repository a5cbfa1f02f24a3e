"""How much of the neighborhoods of points their map shows: exact neighbors and ranks on both sides, and what follows."""
