# Neighbours of Columbus and what rests on them, by R spdep: Rscript graphs.R > graphs.csv
suppressPackageStartupMessages({library(spdep); library(sf)})
columbus <- st_read(system.file("shapes/columbus.shp", package = "spData"), quiet = TRUE)
points <- st_coordinates(st_centroid(st_geometry(columbus)))
queen <- poly2nb(columbus)
rook <- poly2nb(columbus, queen = FALSE)
near <- knn2nb(knearneigh(points, k = 4))
band <- dnearneigh(points, 0, 0.62)

# Kernel weights: 1 at the place itself; the bandwidth ends a little beyond the 8th neighbour.
distance <- as.matrix(dist(points))
width <- apply(distance, 1, function(row) sort(row)[9]) * 1.0000001
kernel <- function(K) {
  weights <- K(pmin(distance / width, 1))
  listw <- mat2listw(weights, style = "B")
  listw$weights <- lapply(seq_len(nrow(weights)), function(i) weights[i, listw$neighbours[[i]]])
  attr(listw$neighbours, "self.included") <- TRUE
  as.vector(localG(columbus$CRIME, listw))
}
nearest <- sapply(nbdists(knn2nb(knearneigh(points, k = 1)), points), min)
write.csv(data.frame(
  POLYID = columbus$POLYID,
  x = points[, 1], y = points[, 2], CRIME = columbus$CRIME,
  queen = card(queen), rook = card(rook), band = card(band),
  band_component = n.comp.nb(band)$comp.id,
  band_mean_distance = sapply(nbdists(band, points), function(d) if (length(d)) mean(d) else NA),
  nearest_distance = nearest,
  knn = sapply(near, function(one) paste(sort(columbus$POLYID[one]), collapse = " ")),
  knn_symmetric = is.symmetric.nb(near, verbose = FALSE),
  queen_symmetric = is.symmetric.nb(queen, verbose = FALSE),
  gstar_triangular = kernel(function(z) 1 - z),
  gstar_epanechnikov = kernel(function(z) 1 - z^2),
  gstar_quartic = kernel(function(z) (1 - z^2)^2)
), row.names = FALSE)
