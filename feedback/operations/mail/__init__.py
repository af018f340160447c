"""The mail ledger, and what goes out of it."""
