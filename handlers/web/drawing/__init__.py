"""What each page shows, worked out from the state before any template sees it."""
