"""Skip-gram whose words are the means of their parts: a vector of their own, and those of their n-grams."""
