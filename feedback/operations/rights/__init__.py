"""Who somebody is to whom, and what they may know of: conditions on the tables of campaigns."""
