"""From articles to answers that quote them: a room a folder, each above those that it imports.

text        any text, Chinese or English: scripts, words, stems, sentences, dictionary, names, calendar dates
figures     the figures in a text: value, unit, role, period, what is counted
articles    a file -> article and paragraphs, what belongs to the page left out
models      text -> vectors
vectors     where vectors are kept and searched: FAISS, Milvus
question    what a question asks for
library     a library at rest: its files opened and read
building    corpus -> library: analyse, write, merge, publish
ranking     question -> candidates in order
reading     question and passage read together
answering   candidates -> an answer with its figures, confidence and quotes
evaluate    a file of questions in, measures out

Everybody may use ``records`` (the values that flow), ``errors`` and ``resources`` (packages' files, the cache folder).
"""
