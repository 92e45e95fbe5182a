"""Values of areas on other areas."""
