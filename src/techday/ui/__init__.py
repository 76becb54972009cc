"""What people see: styles that mean things, the grid, and the one place that prints."""
