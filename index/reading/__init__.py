"""Question and candidates read together -> which sentence answers, which of its figures, or that none does."""
