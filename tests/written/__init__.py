"""What is written down stays true: house rules, documents, packaging."""
