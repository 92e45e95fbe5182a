# Made with R and spatstat.explore 3.0-6: Rscript density_spatstat.R
# Kernel densities of points in a window with a hole, and the bandwidths of rules.
suppressMessages(library(spatstat.explore))

points <- read.csv("density_points.csv")
outer <- list(x = c(0, 1000, 1000, 600, 0), y = c(0, 0, 800, 1000, 1000))
hole <- list(x = c(400, 400, 600, 600), y = c(400, 600, 600, 400))
window <- owin(poly = list(outer, hole))
cases <- points[points$case == 1, ]
X <- ppp(cases$x, cases$y, window = window)
fine <- list(dimyx = c(500, 500))
at_points <- function(...)
  do.call(density, c(list(X, at = "points", leaveoneout = FALSE, ...), fine))

sigma <- 60
h <- bw.abram(X, h0 = sigma, at = "points", edge = FALSE, trim = 5, dimyx = c(500, 500))
found <- data.frame(
  gaussian_none = at_points(sigma = sigma, edge = FALSE),
  gaussian_even = at_points(sigma = sigma, edge = TRUE),
  gaussian_total = at_points(sigma = sigma, edge = TRUE, diggle = TRUE),
  quartic_none = at_points(sigma = sigma, edge = FALSE, kernel = "quartic"),
  weighted = at_points(sigma = sigma, edge = FALSE, weights = cases$weight),
  abramson_bandwidth = h
)
write.csv(found, "density_spatstat.csv", row.names = FALSE)

Y <- ppp(points$x, points$y, window = window,
         marks = factor(ifelse(points$case == 1, "case", "control"), c("control", "case")))
risk <- relrisk(Y, sigma = 80, relative = TRUE, case = "case", at = "pixels", dimyx = c(500, 500))
write.csv(data.frame(risk = risk[ppp(cases$x, cases$y, window = window)]),
          "risk_spatstat.csv", row.names = FALSE)
cat(format(c(mean(bw.scott(X)), bw.scott.iso(X)), digits = 12), "\n")
