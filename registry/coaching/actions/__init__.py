"""The verbs of pairs, notes, offers and appraisals, and what follows when somebody leaves."""
