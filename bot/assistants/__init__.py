"""yinju for assistants, by the Model Context Protocol: what the articles say, and whether a quotation is theirs."""
