"""What is measured: each scenario in a function of its own, by name."""
