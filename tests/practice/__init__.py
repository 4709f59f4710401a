"""Claims about the practice workspace: it refuses what Slack refuses, and a person's hands send real bytes."""
