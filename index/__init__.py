"""How documents are found: chunks, their vectors and their full text."""
