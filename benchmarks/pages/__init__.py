"""Reports of invented places as they would be saved from everywhere, and what is read of them.

    python -m benchmarks.pages [--ask]

Forty pages, twelve kinds of table in seven kinds of file, under eight kinds of page chrome, with ten questions each
that are drawn from the facts before any page is made. Places, topics, kinds of table and of chrome of the half "kept
out" were not looked at while rules were written; look at that half's single errors only to report them.
"""
