"""Releases as records and tables for whoever counts on: JSON, CSV, a workbook."""
