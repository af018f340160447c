"""What is asked: survey definitions in YAML, parsed once into frozen, typed models."""
