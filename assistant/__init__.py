"""How a question becomes a cited, cross-checked answer."""
