"""A question and a library -> candidate sentences in order, with the evidence for each."""
