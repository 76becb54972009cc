"""People: who is at a client, how to reach them, and which way they like best."""
