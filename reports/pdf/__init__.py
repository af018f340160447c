"""Tagged PDF documents: the report of a release, and documents without results."""
