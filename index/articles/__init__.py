"""A file of the corpus -> an article and its paragraphs, what belongs to the page left out."""
