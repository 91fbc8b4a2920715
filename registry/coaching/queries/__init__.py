"""What the two may read of pairs, notes and appraisals, and whom everybody may find as a coach."""
