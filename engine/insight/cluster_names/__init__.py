"""Names for clusters of items without a language model, a file a kind of item."""
