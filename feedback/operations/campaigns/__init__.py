"""A campaign's life, from draft to closed, and what keeps its promises."""
