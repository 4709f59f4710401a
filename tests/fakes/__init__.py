"""Stand-ins that keep the contracts of the product's ports, and builders of what tests speak about."""
