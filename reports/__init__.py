"""What it means: from nameless responses to a release, and from a release to a report."""
