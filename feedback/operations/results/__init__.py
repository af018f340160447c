"""What is made of a closed campaign: releases, shared, withheld from, drawn."""
