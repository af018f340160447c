"""The register of people, and who rates whom."""
