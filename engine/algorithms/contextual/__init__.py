"""Words in their sentences: what stands around an occurrence makes its vector."""
