"""What every test stands on: fresh databases, closed sockets, and no skip that nobody notices."""
