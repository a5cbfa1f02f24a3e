"""The numbers behind two kinds of things in one space."""
