"""From articles to answers that quote them.

articles   read a file of the corpus: front matter, page chrome, paragraphs
stats      find the statistics in a text: value, unit, what is counted
lexicon    words and their English glosses: segmentation, script folding, dictionary
encoder    load_encoder(name) -> SentenceTransformer, the packaged one or any from a hub
store      Store (a protocol) and FaissStore
library    build, publish and open a library: passages + store + manifest
ranking    candidates -> scored quotes
confidence is this an answer at all?
answer     answer(question, library) -> Answer: the whole flow
evaluate   question file in, table of measures out
records    the values that flow through all of them
"""
