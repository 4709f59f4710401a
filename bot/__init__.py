"""The running machine: wires every room, imported by none."""
