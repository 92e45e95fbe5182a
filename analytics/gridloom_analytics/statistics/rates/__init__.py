"""Cases among people: rates that few people do not blow about, and that age does not explain."""
