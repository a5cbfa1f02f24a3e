"""The numbers behind the lessons: small worked examples, computed anew from what stands in them."""
