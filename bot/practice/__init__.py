"""A Slack of one's own on this machine: what the bot says to Slack, answered as Slack answers."""
