"""
A playbook exported from Mattermost becomes a draft of ours, and a list of what has no equal here.

Nothing of theirs is trusted: a file that is not what “Export playbook” gives is refused in words.
"""

from config.mattermost.drafting import Draft, draft_of
from config.mattermost.exported import NotAnExport, read_export
from config.mattermost.leftovers import Kind, Left

__all__ = ["Draft", "Kind", "Left", "NotAnExport", "draft_of", "read_export"]
