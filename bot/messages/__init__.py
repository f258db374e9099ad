"""Answer -> Telegram messages and buttons. Pure: nothing is sent here."""
