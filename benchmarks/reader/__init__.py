"""Learning the reader: where its examples come from, the model in torch, training, and its weights for the product."""
