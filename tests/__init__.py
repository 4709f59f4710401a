"""The claims this product makes, each kept by a test."""
