"""The figures that pages and files may show, each of them computed from a release."""
