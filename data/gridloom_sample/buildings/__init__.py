"""What stands on the ground: land use, footprints, building codes and addresses, rooms."""
