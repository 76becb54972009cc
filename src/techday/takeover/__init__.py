"""Taking over: what a colleague hands over arrives here, is accepted by name or given back, and is answered."""
