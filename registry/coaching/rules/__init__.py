"""Who may, what the state allows, and why not, of pairs and of appraisals."""
