"""The numbers behind the page of distances."""
