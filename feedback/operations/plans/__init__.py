"""What a leader makes of a report: marks, a plan that is shared and followed, and thanks."""
