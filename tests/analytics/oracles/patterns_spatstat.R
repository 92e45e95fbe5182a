# Point patterns of spatstat.data with what spatstat says of them, for the tests of patterns. Distances
# and quadrats are such that no point and no pair lies on a border, where conventions differ.
#   Rscript patterns_spatstat.R FOLDER     writes pattern_*.csv there (spatstat.explore 3.0-6)
suppressMessages({library(spatstat.geom); library(spatstat.explore); library(spatstat.random)})
folder <- commandArgs(trailingOnly = TRUE)[1]
set.seed(1)
holed <- runifpoint(300, win = letterR)
patterns <- list(redwood = redwood, cells = cells, chorley = unique(unmark(chorley)), letterr = holed)
exact <- function(x) sprintf("%.17g", x)
points <- outlines <- curves <- figures <- NULL
for (name in names(patterns)) {
  X <- patterns[[name]]
  points <- rbind(points, data.frame(name, x = exact(X$x), y = exact(X$y)))
  rings <- as.polygonal(Window(X))$bdry
  for (i in seq_along(rings))
    outlines <- rbind(outlines, data.frame(name, ring = i, x = exact(rings[[i]]$x), y = exact(rings[[i]]$y)))
  r <- seq(0, rmax.rule("K", Window(X), intensity(X)), length.out = 513) * 0.97
  spatstat.options(npixel = 512)
  K <- Kest(X, r = r, correction = "rigid")
  keep <- seq(33, 513, by = 32)
  curves <- rbind(curves, data.frame(name, r = exact(K$r[keep]), rigid = exact(K$rigid[keep])))
  test <- suppressWarnings(quadrat.test(X, nx = 7, ny = 3))
  plain <- clarkevans(X, correction = "none")
  donnelly <- if (is.rectangle(Window(X))) clarkevans(X, correction = "Donnelly") else NA
  figures <- rbind(figures, data.frame(name, chi2 = exact(test$statistic), df = test$parameter,
    p = exact(test$p.value), plain = exact(plain), donnelly = exact(donnelly)))
}
save <- function(frame, what) write.csv(frame, file.path(folder, paste0("pattern_", what, ".csv")), row.names = FALSE, quote = FALSE)
save(points, "points"); save(outlines, "outlines"); save(curves, "curves"); save(figures, "figures")
