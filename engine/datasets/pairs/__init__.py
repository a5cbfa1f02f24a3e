"""Tables of pairs: how far any two items are from each other, or how much alike."""
