"""The front ends: they ask the library and show what it answers. A room a folder, each above those that it imports.

settings    what can be configured
texts       every word the interface says, a file for each language
messages    answer -> message: text, entities, buttons
engine      where handlers ask: desk, queue, the library in service exchanged for a newer one
pictures    answer -> PNG
terminal    what the subcommands do, and how a terminal shows answers
delivery    sending: replies, pace, transport
running     start, run and stop, and what outlasts an update
handlers    updates from people -> the desk -> replies
operators   what operators may do: add articles, read reports
app         the Telegram application, wired
cli         the ``yinju`` command: its arguments and exit codes
"""
