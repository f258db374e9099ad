"""From articles to answers that quote them.

articles   read a file of the corpus: front matter, page chrome, paragraphs
stats      find the statistics in a text: value, unit, what is counted
lexicon    words and their English glosses: segmentation, script folding, dictionary
encoder    load_encoder(name) -> SentenceTransformer, the packaged one or any from a hub
onnx_graph the packaged transformer as an ONNX graph, for questions
store      Store (a protocol) and FaissStore
library    build, publish and open a library: passages + store + manifest
ranking    candidates -> scored quotes (filters: which articles may answer)
duplicates the same said by several articles
headline   the figures of a sentence that answer (figure_words: what each stands with)
parts      several things asked for at once: for each its figure
confidence is this an answer at all? (expected: what an answer would hold)
answer     answer(question, library) -> Answer: the whole flow
evaluate   question file in, table of measures out
records    the values that flow through all of them
"""
