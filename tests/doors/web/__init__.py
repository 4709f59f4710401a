"""The web doors: pages, API and health, on a real desk."""
