"""Documents: their topics, why two are near, and how a query finds them."""
