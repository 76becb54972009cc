"""Documents: what is to be known of a client or of the whole company, written down, and looked at again in time."""
