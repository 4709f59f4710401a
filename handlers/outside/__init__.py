"""What is said outside Slack, and how people answer from there: mails, webhooks, and the links in both."""
