"""GloVe: vectors whose inner products are the logarithms of how often words occur near each other."""
