"""What can be asked of an embedding: one file for each tab of a page, each with `show(view)`."""
