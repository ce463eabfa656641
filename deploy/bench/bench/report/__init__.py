"""What is written of a run: tables, plots, the page."""
