"""What an analysis works on, made from a workspace or from files with layers."""
