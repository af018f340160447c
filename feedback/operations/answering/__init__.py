"""What a rater does: open the link, draft, submit or decline."""
