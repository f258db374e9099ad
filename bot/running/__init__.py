"""Start, run and stop the bot, and what outlasts an update: inbox, journal, records, web, metrics."""
