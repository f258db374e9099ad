"""From articles to answers that quote them.

articles   read a file of the corpus: front matter, page chrome, paragraphs
stats      find the statistics in a text: value, unit, what is counted
lexicon    words and their English glosses: segmentation, script folding, dictionary (stemming)
encoder    load_encoder(name) -> SentenceTransformer, the packaged one or any from a hub
           (packaged: the packaged one, prepared by e5_package, use_package, onnx_graph, onnx_parts and quantizing,
           at work in e5 and use; late_chunking: passages; centring)
store      Store (a protocol) and FaissStore
milvus     MilvusStore (milvus_address: where; milvus_publishing: how vectors get there; milvus_indexes)
segments   what a library is made of on disk (segment_writer, disk, serial, pieces, rowlists, wordtables)
shelf      several segments read as one (coarse: how a large library is searched)
building   corpus -> library, only what changed (merging: which segments are put together)
publishing a library put in service, and read (verifying: which one, and whether it is whole)
curating   articles put into a corpus and taken out, and what is wrong with it
library    an open library, and what a question asks of it
question   what is asked for (asked, answering, itself: names, reasons, roles, the article)
ranking    candidates -> scored quotes (filters: which articles may answer; evidence, features)
duplicates the same said by several articles
headline   the figures of a sentence that answer (figure_words: what each stands with)
parts      several things asked for at once: for each its figure
confidence is this an answer at all? (expected: what an answer would hold)
answer     answer(question, library) -> Answer: the whole flow
evaluate   question file in, table of measures out
records    the values that flow through all of them
"""
