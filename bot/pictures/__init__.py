"""Answer -> PNG. Pure: nothing is sent here."""
