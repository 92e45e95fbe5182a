"""Statistics of what happens in space and time: cubes and their trends, pairs near in both."""
