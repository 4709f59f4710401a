"""The doors: one outside message in, one desk call, one answer out."""
