"""Projects of clients: milestones, risks, the next step, and whether they slip."""
