"""What an operator sets: the settings, the directory and the folder of playbooks."""
