# Autocorrelation of the Columbus crime set by R spdep: what the tests of the kernels expect.
#   Rscript autocorrelation.R OUTPUT_FOLDER      (spdep 1.2-7, spData)
suppressMessages({library(spdep); library(sf)})
out <- commandArgs(trailingOnly = TRUE)[1]
columbus <- st_read(system.file("shapes/columbus.shp", package = "spData"), quiet = TRUE)
queen <- poly2nb(columbus, queen = TRUE)
knn <- knn2nb(knearneigh(cbind(columbus$X, columbus$Y), k = 4))
graphs <- list(queen = queen, knn = knn)

rows <- list()
add <- function(graph, value, name, test) {
  e <- unname(test$estimate)
  rows[[length(rows) + 1]] <<- data.frame(
    graph = graph, value = value, name = name, statistic = e[1], expected = e[2],
    variance = e[3], z = unname(test$statistic), p = test$p.value)
}
for (graph in names(graphs)) for (value in c("CRIME", "HOVAL")) {
  x <- columbus[[value]]
  w <- nb2listw(graphs[[graph]], style = "W")
  b <- nb2listw(graphs[[graph]], style = "B")
  add(graph, value, "moran", moran.test(x, w, alternative = "two.sided"))
  add(graph, value, "geary", geary.test(x, w, alternative = "two.sided"))
  add(graph, value, "general-g", globalG.test(x, b, alternative = "two.sided"))
}
exact <- function(frame, name) write.csv(
  format(frame, digits = 17, trim = TRUE), file.path(out, name), row.names = FALSE, quote = FALSE)
exact(do.call(rbind, rows), "global.csv")

kinds <- cut(columbus$CRIME, c(-Inf, 20, 40, Inf), labels = c("low", "middle", "high"))
joins <- as.data.frame(unclass(joincount.multi(kinds, nb2listw(queen, style = "B"))))
joins <- cbind(pair = rownames(joins), joins)
names(joins) <- c("pair", "joins", "expected", "variance", "z")
exact(joins, "joins.csv")

w <- nb2listw(queen, style = "W")
marked <- factor(columbus$CRIME >= 40, levels = c(FALSE, TRUE))
exact(data.frame(
  geary = as.vector(localC(columbus$CRIME, w)),
  bivariate = localmoran_bv(columbus$CRIME, columbus$INC, w, nsim = 9)[, 1],
  joins = local_joincount_uni(marked, "TRUE", nb2listw(queen, style = "B"), nsim = 9)$BB
), "local.csv")
