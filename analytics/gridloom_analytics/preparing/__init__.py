"""What an analysis works on, made from a workspace or from files with layers."""

from gridloom_analytics.preparing.gathering import gather, whole_layer
from gridloom_analytics.preparing.workspace import workspace_inputs

__all__ = ["gather", "whole_layer", "workspace_inputs"]
