"""The front ends: they ask the library and show what it answers.

cli          the ``yinju`` command: its arguments and exit codes
commands     what each subcommand does
settings     everything configurable, from the environment and .env
texts        every word the interface says, in English and in both Chinese scripts
passage      a quote as a reader sees it: no markup, its figures, where it was cut
figures      the figures an answer opens with, large Chinese numbers restated for English readers
citation     where a quote comes from: its source line, its link
terminal     Answer -> a terminal
wrapping     text folded to a terminal's width, figures kept whole
json_output  Answer -> one line of JSON
progress     a build's progress -> stderr
render       Answer -> a Telegram message: text and entities
handlers     Telegram updates -> render -> replies
app          the Telegram application: wiring, start, stop
redaction    the token never reaches a log
"""
