"""How unequally a total is spread over sites, and two groups over the same sites."""
