"""Who coaches the leaders of a campaign: named, from outside, or standing in."""
