"""Reading a figure: its numeral in any script, sign, unit, value, kind and how exact it is."""
