"""The front ends: they ask the library and show what it answers.

cli          the ``yinju`` command: its arguments and exit codes
commands     what each subcommand does
settings     everything configurable, from the environment and .env
texts        every word the interface says, a file for each language
passage      a quote as a reader sees it: no markup, its figures, where it was cut
figures      the figures an answer opens with, large numbers restated for the reader
citation     where a quote comes from: its source line, its link
terminal     Answer -> a terminal
wrapping     text folded to a terminal's width, figures kept whole
json_output  Answer -> one line of JSON
progress     a build's progress -> stderr

blocks       pieces of a Telegram message: text and entities, within Telegram's limits
render       Answer -> a Telegram message: figure, quote, source
views        messages with the buttons under them, for answers and passages
listing      lists of what the articles hold: statistics, articles, outlines
glossing     a Chinese quote word by word, from the dictionary
buttons      buttons, and what is written on them
holdings     what a library holds, by the addresses on buttons and links
claims       the sentences of a long text that are looked up
desk         where handlers ask: the engine and the holdings in service
addressing   which messages are meant for the bot
replying     sending and editing
handlers     Telegram updates -> the desk -> views -> replies
introduction the menus that Telegram shows
app          the Telegram application: wiring, start, stop

pictures     quotes and figures as PNG (typeface, typesetting, drawing)

service      what a running bot holds
serving      start, run and stop (inbox, journal, queueing, pacing, transport, overload)
reloading    the library in service, exchanged for a newer one
records      what is kept: questions without an answer, feedback (identity: of whom, as keyed hashes)
operating    what operators may do: add articles, read reports
web          webhook, health and metrics over HTTP
redaction    the token never reaches a log
"""
