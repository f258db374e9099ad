"""Any text, Chinese or English: scripts, words, stems, sentences, dictionary, names, calendar dates."""
