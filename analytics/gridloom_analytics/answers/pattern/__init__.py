"""Pattern: are points clustered, scattered at random or regular, and at which distances?"""
