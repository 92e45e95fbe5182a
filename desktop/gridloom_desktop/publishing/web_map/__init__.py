"""The web map: one self-contained page that opens offline in any browser."""

from gridloom_desktop.publishing.web_map.page import web_map_html, write_web_map

__all__ = ["web_map_html", "write_web_map"]
