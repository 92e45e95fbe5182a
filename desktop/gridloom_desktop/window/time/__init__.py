"""The slider of time under the map, playing, small multiples."""
