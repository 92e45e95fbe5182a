"""Words for what workspaces write in one word: kinds of geometries, ways of joining."""

from gridloom_layers.language import tr

GEOMETRIES = {"area": tr("polygon"), "line": tr("line"), "point": tr("point")}
WAYS_OF_JOINING = {
    "code": tr("code"),
    "place": tr("place"),
    "name": tr("name"),
    "address": tr("address"),
}
