"""What a programme holds over its campaigns: cohorts, who was put where, modules and their days."""
